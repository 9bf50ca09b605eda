import { svelte } from '@sveltejs/vite-plugin-svelte'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { minifySync } from 'rolldown/utils'
import { defineConfig, type Plugin } from 'vite'
import { trimSvelte } from './trim'

// Two builds into one folder (npm run build does both): the phone's page alone, and the pages of desks and
// walls, which may share. Phones must be able to join on a bad link, so theirs carries nothing that only
// another page needs: built together, whatever two pages share would weigh on it whole.
// The server embeds dist/ and serves the phone's page at /, the others by their names, and `lost` wherever nothing is, so every
// reference in them must be absolute (base '/').
const PAGES: Record<string, string[]> = { phone: ['play'], desks: ['screen', 'host', 'organize', 'judge', 'unit', 'report', 'certificates', 'confirm', 'study', 'lost'] }

// The phone's page is one script: all that it brings along by itself, also where what is fetched on demand needs it, too.
const PHONE = { groups: [{ name: 'play', test: /\/play\/main\.ts$/, includeDependenciesRecursively: true }] }

// What pages of desks share is one file, but for what the wall draws: only the organizer's previews need that, too.
// Styles of the organizer's pages are about any element: other pages that want them have them by @import, each for itself, or
// every page would get them, the wall, too.
const DESKS = { groups: [{ name: 'shared', test: /^(?!.*\/screen\/)/, minShareCount: 2, priority: 1 }, { name: 'wall', minShareCount: 2 }] }

// Tells Chromium to compile the whole script while it is on its way, on another thread. Otherwise each function is
// compiled when it is first called, two hundred of them before a slow phone shows its form. Others see a comment.
const COMPILE_AT_ONCE = '//# allFunctionsCalledOnLoad'

/** Notes which module went into which file and how large it was before it was made small, for test/weigh.mjs. */
function inventory(mode: string): Plugin {
  return {
    name: 'inventory',
    apply: 'build',
    writeBundle(options, bundle) {
      const chunks = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? [file] : []))
      const of = (modules: (typeof chunks)[number]['modules']) => Object.fromEntries(
        Object.entries(modules).map(([id, { renderedLength }]) => [relative('.', id), renderedLength]))
      // A name that begins with a dot is not put into the program.
      mkdirSync(`${options.dir}/.modules`, { recursive: true })
      writeFileSync(`${options.dir}/.modules/${mode}.json`,
        JSON.stringify(Object.fromEntries(chunks.map(({ fileName, modules }) => [fileName, of(modules)])), null, 1))
    },
  }
}

/** Puts play/early.js into the phone's page, before everything else, with the addresses of the words in it. */
function wordsEarly(): Plugin {
  return {
    name: 'words-early',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const page = bundle['play/index.html']
      if (page?.type !== 'asset') return
      const words = Object.fromEntries(Object.keys(bundle).flatMap((file) => {
        const tag = /^assets\/([^.]+)-[\w-]{8}\.json$/.exec(file)?.[1]
        return tag ? [[tag, `/${file}`]] : []
      }))
      if (Object.keys(words).length === 0) this.error('there are no words for play/early.js')
      const { code } = minifySync('early.js', readFileSync('play/early.js', 'utf8').replace('= WORDS', `= ${JSON.stringify(words)}`))
      const file = this.getFileName(this.emitFile({ type: 'asset', name: 'early.js', source: code }))
      page.source = String(page.source).replace('<head>', `<head>\n    <script async src="/${file}"></script>`)
    },
  }
}

/**
 * Makes the service worker of the page for practice: study/worker.js with the files that the page is made of, in both
 * languages, and with a version that changes when one of them does.
 */
function studyWorker(): Plugin {
  return {
    name: 'study-worker',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const page = bundle['study/index.html']
      if (page?.type !== 'asset') return
      const html = String(page.source)
      const named = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].flatMap(([, path]) => path ?? [])
      const words = Object.keys(bundle).filter((file) => /^assets\/[\w-]+?(\.study)?-[\w-]{8}\.json$/.test(file)).map((file) => `/${file}`)
      if (named.length < 3 || words.length !== 4) this.error('study/worker.js would not know what its page is made of')
      const files = [...new Set([...named, ...words])].sort()
      const version = createHash('sha256').update(html).update(files.join()).digest('hex').slice(0, 12)
      const source = readFileSync('study/worker.js', 'utf8').replace('FILES = []', `FILES = ${JSON.stringify(files)}`)
        .replace("VERSION = ''", `VERSION = '${version}'`)
      this.emitFile({ type: 'asset', fileName: 'study/worker.js', source: minifySync('worker.js', source).code })
    },
  }
}

/** Short names for the scopes of styles: they stand at every element. */
function cssHash({ hash, filename }: { hash: (input: string) => string; filename: string }): string {
  const path = relative('.', filename)
  const scope = `s${hash(path).slice(0, 4)}`
  if ((scopes.get(scope) ?? path) !== path) throw new Error(`${path} and ${scopes.get(scope)} have the same style scope: rename one`)
  scopes.set(scope, path)
  return scope
}
const scopes = new Map<string, string>()

export default defineConfig(({ mode }) => ({
  base: '/',
  publicDir: false,
  plugins: [
    svelte({ configFile: false, compilerOptions: { discloseVersion: false, cssHash } }),
    trimSvelte(mode),
    inventory(mode),
    wordsEarly(),
    studyWorker(),
  ],
  build: {
    outDir: 'dist',
    emptyOutDir: mode === 'phone', // the first of the two
    // The content security policy allows no inline script or style, and the favicon must be a file.
    assetsInlineLimit: 0,
    modulePreload: mode === 'phone' ? false : { polyfill: false },
    // One file of styles for the phone, also for what it fetches on demand.
    cssCodeSplit: mode !== 'phone',
    target: ['safari16.4', 'chrome107', 'firefox115'],
    rolldownOptions: {
      input: Object.fromEntries((PAGES[mode] ?? []).map((page) => [page, `${page}/index.html`])),
      output: {
        postBanner: ({ isEntry, name }) => (mode === 'phone' && (isEntry || name === 'play') ? COMPILE_AT_ONCE : ''),
        codeSplitting: mode === 'phone' ? PHONE : DESKS,
      },
    },
  },
}))
