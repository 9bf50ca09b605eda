// Paper that falls for a while, on a canvas of its own.

interface Scrap { x: number; y: number; vx: number; vy: number; turn: number; spin: number; size: number; colour: string }

const COUNT = 160
const GRAVITY = 0.00012 // heights per ms² at full speed

/** Draws until `long` ms are over, and returns what stops it at once. */
export function confetti(canvas: HTMLCanvasElement, long: number, random: () => number = Math.random): () => void {
  const pen = canvas.getContext('2d')
  if (!pen) return () => undefined
  const style = getComputedStyle(canvas)
  const colours = ['--tile-a', '--tile-c', '--tile-d', '--tile-e', '--gold'].map((name) => style.getPropertyValue(name).trim())
  const width = (canvas.width = innerWidth)
  const height = (canvas.height = innerHeight)
  const scraps: Scrap[] = Array.from({ length: COUNT }, (_, i) => ({
    x: random() * width, y: -random() * height * 0.6, vx: (random() - 0.5) * 0.00012 * height, vy: (0.0002 + random() * 0.0002) * height,
    turn: random() * 7, spin: (random() - 0.5) * 0.012, size: height * (0.008 + random() * 0.008), colour: colours[i % colours.length] || '#ffd23f',
  }))
  let frame = 0
  let start = 0
  let before = 0
  const draw = (now: number) => {
    start ||= now
    const step = Math.min(50, now - (before || now))
    before = now
    pen.clearRect(0, 0, width, height)
    const over = now - start > long
    for (const scrap of scraps) {
      scrap.vy = Math.min(scrap.vy + GRAVITY * 0.001 * height * step, 0.0005 * height)
      scrap.x += scrap.vx * step
      scrap.y += scrap.vy * step
      scrap.turn += scrap.spin * step
      pen.save()
      pen.translate(scrap.x, scrap.y)
      pen.rotate(scrap.turn)
      pen.scale(1, Math.cos(scrap.turn * 1.7)) // it flutters
      pen.fillStyle = scrap.colour
      pen.fillRect(-scrap.size / 2, -scrap.size / 2, scrap.size, scrap.size * 0.7)
      pen.restore()
    }
    if (over) pen.clearRect(0, 0, width, height)
    else frame = requestAnimationFrame(draw)
  }
  frame = requestAnimationFrame(draw)
  return () => cancelAnimationFrame(frame)
}
