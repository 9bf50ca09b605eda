// Pictures and sounds made on the spot: nobody's, and of any size.

/** A landscape as SVG, of some size or of none, as drawing programs like to write them. */
export const picture = (width, height) => Buffer.from(
  `<svg xmlns="http://www.w3.org/2000/svg"${width ? ` width="${width}" height="${height}"` : ''} viewBox="0 0 80 60" preserveAspectRatio="none">`
  + '<rect width="80" height="60" fill="#8fc7f0"/><circle cx="62" cy="14" r="7" fill="#fff3a8"/>'
  + '<path d="M0 48 20 18 34 40 50 12 80 48V60H0Z" fill="#4c6a58"/><path d="M50 12 44 23 49 21 53 25 56 22Z" fill="#fff"/>'
  + '<rect y="50" width="80" height="10" fill="#2c4a66"/></svg>')

/** So many seconds of a soft tone as WAV: 8 kHz, 8 bits. */
export function tone(seconds) {
  const rate = 8000
  const samples = rate * seconds
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + samples, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(rate, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36)
  head.writeUInt32LE(samples, 40)
  const body = Buffer.from({ length: samples }, (_, i) => 128 + Math.round(30 * Math.sin((2 * Math.PI * 440 * i) / rate)))
  return Buffer.concat([head, body])
}
