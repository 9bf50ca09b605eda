// Asks for the words while the page's own script is still on its way: on a slow link that is a round trip won.
// A script of its own, which knows nothing but where the words are; the build writes that in for WORDS. It must
// come to the same language as `lang` does, or the words are fetched twice (test/early.test.ts).
;(() => {
  const words = WORDS
  let wishes = [...navigator.languages, 'en']
  try {
    wishes = [localStorage.getItem('jinbang.lang') ?? '', ...wishes]
  } catch {
    // No storage.
  }
  const primary = (tag) => tag.toLowerCase().split('-')[0]
  for (const wish of wishes) {
    const tag = Object.keys(words).find((one) => primary(one) === primary(wish))
    if (!tag) continue
    // A page that was faster has asked already.
    if (!('early' in window)) {
      const reply = fetch(words[tag])
      reply.catch(() => undefined) // whoever takes it will see
      window.early = { url: words[tag], reply }
    }
    return
  }
})()
