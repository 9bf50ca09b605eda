// One page that shows all pictures: by page and moment, what belongs together side by side.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const NAMES = { phone: 'Phone', screen: 'Wall', host: 'Host', organize: 'Organizer' }
const LOOKS = { dark: 'dark', light: 'light' }

const escape = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
const grouped = (list, key) => Map.groupBy ? Map.groupBy(list, key) : list.reduce((map, one) => map.set(key(one), [...(map.get(key(one)) ?? []), one]), new Map())

function figure({ run, kind, width, height, theme, file }) {
  const look = kind === 'screen' && theme === 'light' ? 'bright room' : LOOKS[theme]
  return `<figure class="${kind}"><a href="${file}"><img loading="lazy" src="${file}" alt="" width="${width}" height="${height}"></a>`
    + `<figcaption>${escape(run)} · ${width}×${height} · ${look}</figcaption></figure>`
}

const section = (kind, moment, pictures) => `<h3 id="${kind}-${escape(moment)}">${escape(moment)}</h3><div>${pictures.map(figure).join('')}</div>`

/** Writes index.html into the folder, over the pictures that were taken. */
export function writeGallery(folder, pictures) {
  const kinds = [...grouped(pictures, ({ kind }) => kind)].sort(([a], [b]) => Object.keys(NAMES).indexOf(a) - Object.keys(NAMES).indexOf(b))
  const moments = (list) => [...grouped(list, ({ moment }) => moment)]
  const nav = kinds.map(([kind, list]) => `<li><a href="#${kind}">${NAMES[kind]}</a>: ${moments(list).map(([moment]) => `<a href="#${kind}-${escape(moment)}">${escape(moment)}</a>`).join(', ')}</li>`)
  const body = kinds.map(([kind, list]) => `<h2 id="${kind}">${NAMES[kind]}</h2>${moments(list).map(([moment, some]) => section(kind, moment, some)).join('\n')}`)
  writeFileSync(join(folder, 'index.html'), `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Jinbang: ${pictures.length} pictures</title>
<style>${readFileSync(new URL('gallery.css', import.meta.url), 'utf8')}</style>
<h1>Jinbang: ${pictures.length} pictures</h1>
<ul>${nav.join('')}</ul>
${body.join('\n')}
</html>
`)
}
