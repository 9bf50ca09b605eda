// A language that nobody speaks, to see what real ones do to a page without waiting for their translation:
// every word of the catalogs between [!! and !!], letters with marks, and 40% longer. What is not in such
// brackets was never in a catalog; what is cut off or sticks out would be so in German.
//
//   await pseudo(context)           // left to right
//   await pseudo(context, 'ar')     // the same words as if they were Arabic: dir=rtl on every page
//
// It is nothing the pages know of. The browser's context serves these words instead of the English ones, and
// since a catalog says itself which language it is in, the page believes it: `lang` and `dir` of the document,
// plural forms and digits all follow. Open the page with the locale "en-GB", the default of lib/pages.mjs.
// The contest's own text stays what it is: ARABIC of lib/bank.mjs is in a real right-to-left language.

const MARKS = { a: 'á', e: 'é', i: 'í', o: 'ó', u: 'ú', c: 'ç', n: 'ñ', A: 'Å', E: 'É', I: 'Î', O: 'Ø', U: 'Û' }

/** One string of a catalog, with its {places} left alone. */
export function stretch(text) {
  const marked = text.split(/(\{\w+\})/).map((part) => (part.startsWith('{') ? part : part.replace(/[a-zA-Z]/g, (letter) => MARKS[letter] ?? letter))).join('')
  const more = Math.ceil(text.replace(/\{\w+\}/g, '').length * 0.4)
  return `[!! ${marked}${more > 0 ? ` ${'~'.repeat(more).replace(/~{9}~/g, '~~~~~~~~~ ')}` : ''} !!]`
}

const stretched = (entry) => (typeof entry === 'string'
  ? stretch(entry) : Object.fromEntries(Object.entries(entry).map(([form, text]) => [form, stretch(text)])))

/** From now on pages of this context speak it, as the language `tag`. */
export async function pseudo(context, tag = 'en') {
  await context.route(/\/assets\/en[.-][^/]*\.json$/, async (route) => {
    const response = await route.fetch()
    const words = Object.fromEntries(Object.entries(await response.json()).map(([key, entry]) => [key, stretched(entry)]))
    if (words.language) words.language = tag
    await route.fulfill({ response, json: words })
  })
}

/** Words on this page that come from no catalog: they are in no brackets, in no language of their own, and no name. */
export const bare = ({ page }) => page.evaluate(() => {
  const found = []
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walk.nextNode()) {
    const { parentElement: around, textContent } = walk.currentNode
    if (around.closest('[lang]:not(html), bdi, script, style, [aria-hidden="true"], [data-testid="points"]')) continue
    const text = textContent.trim()
    // A lone letter is the name of an option; what stands in brackets may break into several texts.
    if (/\p{L}{2,}/u.test(text) && !/\[!!|!!\]/.test(text)) found.push(text)
  }
  return found
})
