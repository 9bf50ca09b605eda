// What sticks out. On a phone nothing may be wider than the screen; on the wall nothing at all may leave
// the picture or be cut off, because nobody can scroll there.

/** Elements wider than the page, and how far the page itself can be scrolled sideways; empty: all is well. */
export const sideways = ({ page }) => page.evaluate(() => {
  const faults = []
  const root = document.documentElement
  const width = root.clientWidth
  if (root.scrollWidth > width) faults.push(`the page is ${root.scrollWidth} wide, the screen ${width}`)
  if (window.visualViewport.width < width - 1) faults.push(`only ${window.visualViewport.width} of ${width} can be seen`)
  const endsInDots = (element) => element !== null && (getComputedStyle(element).textOverflow === 'ellipsis' || endsInDots(element.parentElement))
  for (const element of document.body.querySelectorAll('*')) {
    const box = element.getBoundingClientRect()
    if (box.width < 2 || box.height < 2) continue // only for screen readers
    if (endsInDots(element.parentElement)) continue
    if (box.left < -0.5 || box.right > width + 0.5) {
      faults.push(`${element.tagName}.${element.className} ${element.textContent.slice(0, 40)}: ${box.left} to ${box.right} of ${width}`)
    }
  }
  return faults
})

/**
 * Elements that leave the picture or are cut off by a box around them; empty: all is well. What ends in
 * "…" is cut on purpose, and so is `allowed`, a selector.
 */
export const sticksOut = ({ page }, allowed = null) => page.evaluate((cutOnPurpose) => {
  const faults = []
  const { innerWidth, innerHeight } = window
  const root = document.documentElement
  if (root.clientWidth !== innerWidth || root.clientHeight !== innerHeight) faults.push('there is a scroll bar')
  const name = (element) => `${element.tagName}.${element.className?.baseVal ?? element.className} "${element.textContent.trim().slice(0, 40)}"`
  const box = (element) => element.getBoundingClientRect()
  const outside = (inner, outer) =>
    inner.left < outer.left - 1 || inner.top < outer.top - 1 || inner.right > outer.right + 1 || inner.bottom > outer.bottom + 1
  const picture = { left: 0, top: 0, right: innerWidth, bottom: innerHeight }
  const cuts = (style) => style.overflowX !== 'visible' || style.overflowY !== 'visible'
  /** The nearest box that cuts off what is outside of it, and whether it does so on purpose. */
  const frameOf = (element) => {
    for (let around = element.parentElement; around && around !== document.body; around = around.parentElement) {
      const style = getComputedStyle(around)
      const onPurpose = style.textOverflow === 'ellipsis' || (cutOnPurpose !== null && around.matches(cutOnPurpose))
      if (onPurpose || cuts(style)) return { around, onPurpose }
    }
    return null
  }
  for (const element of document.body.querySelectorAll('main, main *')) {
    const own = box(element)
    if (own.width < 2 || own.height < 2 || element.closest('.ring, svg *')) continue // the ring is two discs cut in halves
    const frame = frameOf(element)
    if (frame?.onPurpose) continue
    if (outside(own, picture)) faults.push(`${name(element)} leaves the picture: ${JSON.stringify(own)}`)
    else if (frame && outside(own, box(frame.around))) faults.push(`${name(element)} is cut by ${name(frame.around)}`)
  }
  // The middle of a question covers neither what stands above it nor what stands below.
  const above = document.querySelector('main .question .head')
  const below = document.querySelector('main .question .after') ?? document.querySelector('main p.foot')
  for (const element of below ? document.querySelectorAll('main .middle *') : []) {
    if (element.closest('.ring, svg *, .sr') || box(element).height < 2) continue
    if (box(element).bottom > box(below).top + 1) faults.push(`${name(element)} covers what is below it`)
    if (above && box(element).top < box(above).bottom - 1) faults.push(`${name(element)} covers the question`)
  }
  return faults
}, allowed)

// ---- Slow phones

/** The phone of clients.md: a sixth of this machine's speed, 1.6 Mbit/s, 150 ms there and back, nothing cached. */
export const SLOW = { cpu: 6, bytes: 1_600_000 / 8, rtt: 150 }

export async function slowDown({ page }, { cpu, bytes, rtt } = SLOW) {
  const phone = await page.context().newCDPSession(page)
  await phone.send('Network.enable')
  await phone.send('Network.setCacheDisabled', { cacheDisabled: true })
  await phone.send('Network.emulateNetworkConditions', { offline: false, latency: rtt, downloadThroughput: bytes, uploadThroughput: bytes })
  await phone.send('Emulation.setCPUThrottlingRate', { rate: cpu })
  return phone
}

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

/**
 * How long from the start of the navigation until this is there and takes input, in ms by the page's own clock:
 * the task that has put it in is over. And how long until the first paint, which on a slow phone comes later.
 */
export async function usableAfter({ page }, url, selector) {
  await page.addInitScript((wanted) => {
    const look = () => {
      const found = document.querySelector(wanted)
      if (!found || found.disabled) return
      seen.disconnect()
      setTimeout(() => { window.usableAt = performance.now() })
    }
    const seen = new MutationObserver(look)
    seen.observe(document, { childList: true, subtree: true })
  }, selector)
  await page.goto(url)
  await page.waitForFunction(() => window.usableAt !== undefined && performance.getEntriesByName('first-contentful-paint').length > 0)
  return page.evaluate(() => ({ usable: window.usableAt, painted: performance.getEntriesByName('first-contentful-paint')[0].startTime }))
}

/**
 * What `during` costs the page's main thread, in ms of processor time: what else the machine does is not in it,
 * nor is the work of being measured.
 */
export async function mainThread(phone, during) {
  await phone.send('Performance.enable', { timeDomain: 'threadTicks' })
  const spent = async () => {
    const { metrics } = await phone.send('Performance.getMetrics')
    const of = (wanted) => metrics.find(({ name }) => name === wanted).value * 1000
    return of('TaskDuration') - of('DevToolsCommandDuration')
  }
  const before = await spent()
  await during()
  const cost = (await spent()) - before
  await phone.send('Performance.disable')
  return cost
}

/** What the link alone costs a page whose files are known from its first: two round trips, and all its bytes. */
export async function linkTime({ page }, { bytes, rtt } = SLOW) {
  const sizes = await page.evaluate(() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map(({ transferSize }) => transferSize))
  return 2 * rtt + sizes.reduce((sum, size) => sum + size, 0) / bytes * 1000
}
