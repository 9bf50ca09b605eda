import { once } from 'node:events'

const LIMIT_MS = 15000

// What sticks out. On a phone nothing may be wider than the screen; on the wall nothing at all may leave
// the picture or be cut off, because nobody can scroll there.

/**
 * Elements wider than the page, and how far the page itself can be scrolled sideways; empty: all is well.
 * What is inside of `scrolls`, a selector, scrolls by itself.
 */
export const sideways = ({ page }, scrolls = null) => page.evaluate((scrolling) => {
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
    if (scrolling !== null && element.parentElement.closest(scrolling)) continue
    if (box.left < -0.5 || box.right > width + 0.5) {
      faults.push(`${element.tagName}.${element.className} ${element.textContent.slice(0, 40)}: ${box.left} to ${box.right} of ${width}`)
    }
  }
  return faults
}, scrolls)

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
 * How long from the start of the navigation until this can be seen and used, in ms, by the page's own clock:
 * seen means painted, so the frame after it was put in counts. The page tells it by itself: whoever asks a page
 * runs a script in it, which on a slow phone takes a tenth of a second of what is measured.
 */
export async function usableAfter({ page }, url, selector) {
  const devtools = await page.context().newCDPSession(page)
  const usable = once(devtools, 'Runtime.bindingCalled', { signal: AbortSignal.timeout(LIMIT_MS) })
  await devtools.send('Runtime.enable')
  await devtools.send('Runtime.addBinding', { name: 'usableAt' })
  await page.addInitScript((wanted) => {
    const look = () => {
      const found = document.querySelector(wanted)
      if (!found || found.disabled) return
      seen.disconnect()
      requestAnimationFrame(() => requestAnimationFrame(() => window.usableAt(String(performance.now()))))
    }
    const seen = new MutationObserver(look)
    seen.observe(document, { childList: true, subtree: true })
  }, selector)
  const [[{ payload }]] = await Promise.all([usable, page.goto(url)])
  return Number(payload)
}

/** What `during` costs the page's main thread, in ms of processor time: what else the machine does is not in it. */
export async function mainThread(phone, during) {
  await phone.send('Performance.enable', { timeDomain: 'threadTicks' })
  const spent = async () => {
    const { metrics } = await phone.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'TaskDuration').value * 1000
  }
  const before = await spent()
  await during()
  const cost = (await spent()) - before
  await phone.send('Performance.disable')
  return cost
}

/**
 * A page from the start of the navigation until this can be used, in ms: `wall`, by its own clock; `cpu`, what its
 * main thread computed; `stolen`, how long that thread had work and no processor, because others had it.
 */
export async function startOf(browser, phone, url, selector) {
  await browser.chromium.startTracing(phone.page, { categories: ['toplevel'] })
  const wall = await usableAfter(phone, url, selector)
  const { traceEvents } = JSON.parse(String(await browser.chromium.stopTracing()))
  const threads = traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
  const sums = threads.map(({ pid, tid }) => traceEvents
    .filter((event) => event.pid === pid && event.tid === tid && event.name === 'ThreadControllerImpl::RunTask')
    .reduce(([busy, cpu], { dur = 0, tdur = 0 }) => [busy + dur / 1000, cpu + tdur / 1000], [0, 0]))
  const [busy, cpu] = sums.toSorted(([a], [b]) => b - a)[0]
  return { wall, cpu, stolen: busy - cpu }
}

/** What a page asks the network for from now on: the requests, each with the bytes on the wire, headers and all. */
export function wireOf(devtools) {
  const requests = new Map()
  devtools.on('Network.requestWillBeSent', ({ requestId, request }) => requests.set(requestId, { path: new URL(request.url).pathname, bytes: 0 }))
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => { requests.get(requestId).bytes = encodedDataLength })
  return { get requests() { return [...requests.values()] } }
}

/** The bytes of the page's own files as they came, packed, without headers. */
export const bodiesOf = ({ page }) => page.evaluate(() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .filter(({ name }) => !new URL(name).pathname.startsWith('/api/')).reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0))
