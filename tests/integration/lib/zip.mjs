// Zip files made by hand, so that a test can make them wrong in every way. An entry is {name, data}
// and optionally: stored (not packed), method, encrypted, claims (the size its header tells), spoil
// (a byte of the packed data is changed).
import { deflateRawSync } from 'node:zlib'

const TABLE = Array.from({ length: 256 }, (_, n) => {
  for (let i = 0; i < 8; i++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1
  return n >>> 0
})
const crc32 = (data) => {
  let crc = 0xffffffff
  for (const byte of data) crc = TABLE[(crc ^ byte) & 0xff] ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}

const fields = (...pairs) => Buffer.concat(pairs.map(([size, value]) => {
  const bytes = Buffer.alloc(size)
  bytes.writeUIntLE(value, 0, size)
  return bytes
}))

/** The bytes of a zip file with these entries. */
export function zip(entries) {
  const parts = []
  const directory = []
  let at = 0
  for (const { name, data: text, stored, method, encrypted, claims, spoil } of entries) {
    const data = Buffer.from(text)
    const packed = stored ? Buffer.from(data) : deflateRawSync(data)
    if (spoil) packed[packed.length >> 1] ^= 0xff
    const path = Buffer.from(name)
    const common = [[2, 20], [2, 0x0800 | (encrypted ? 1 : 0)], [2, method ?? (stored ? 0 : 8)], [2, 0], [2, 0x5a21],
      [4, crc32(data)], [4, packed.length], [4, claims ?? data.length], [2, path.length], [2, 0]]
    const head = Buffer.concat([fields([4, 0x04034b50], ...common), path])
    directory.push(fields([4, 0x02014b50], [2, 20], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]), path)
    parts.push(head, packed)
    at += head.length + packed.length
  }
  const list = Buffer.concat(directory)
  const end = fields([4, 0x06054b50], [2, 0], [2, 0], [2, entries.length], [2, entries.length], [4, list.length], [4, at], [2, 0])
  return Buffer.concat([...parts, list, end])
}
