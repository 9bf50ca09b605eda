// A WebSocket by hand over plain TCP, for frames that no library would send: fragments, wrong
// lengths, unmasked frames, binary ones, and handshakes with anything missing.
import { createHash, randomBytes } from 'node:crypto'
import net from 'node:net'
import { within } from './process.mjs'

export const OPCODE = { more: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 }

/** One frame as a client sends it. */
export function frame(payload, { opcode = OPCODE.text, fin = true, mask = true } = {}) {
  const body = Buffer.from(payload)
  const size = body.length < 126 ? Buffer.from([body.length]) : Buffer.alloc(body.length < 65536 ? 3 : 9)
  if (size.length === 3) { size[0] = 126; size.writeUInt16BE(body.length, 1) }
  if (size.length === 9) { size[0] = 127; size.writeBigUInt64BE(BigInt(body.length), 1) }
  if (mask) size[0] |= 0x80
  const key = mask ? randomBytes(4) : Buffer.alloc(0)
  const data = mask ? body.map((byte, i) => byte ^ key[i % 4]) : body
  return Buffer.concat([Buffer.from([(fin ? 0x80 : 0) | opcode]), size, key, data])
}

export class Raw {
  /** Opens and shakes hands; `headers` replace or (null) leave out the usual ones. */
  static async open(server, headers = {}, path = '/ws') {
    const raw = new Raw()
    raw.buffer = Buffer.alloc(0)
    raw.frames = []
    raw.waiting = new Set()
    raw.socket = net.connect(server.port, '127.0.0.1')
    raw.socket.on('error', () => {})
    raw.socket.on('data', (data) => { raw.buffer = Buffer.concat([raw.buffer, data]); raw.#read() })
    raw.socket.on('close', () => { raw.isOver = true; raw.#wake() })
    server.clients.add(raw)
    const nonce = randomBytes(16).toString('base64')
    const all = {
      Host: `127.0.0.1:${server.port}`, Upgrade: 'websocket', Connection: 'Upgrade', 'Sec-WebSocket-Key': nonce,
      'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Protocol': 'jinbang.v1', ...headers,
    }
    const lines = Object.entries(all).filter(([, value]) => value !== null).map(([name, value]) => `${name}: ${value}`)
    raw.accept = createHash('sha1').update(`${nonce}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
    raw.socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
    raw.head = await raw.#wait(() => raw.headText ?? (raw.isOver ? '' : null), 'the answer to a handshake')
    raw.status = Number(/^HTTP\/1\.1 (\d+)/.exec(raw.head)?.[1] ?? 0)
    return raw
  }

  #read() {
    if (this.headText === undefined) {
      const end = this.buffer.indexOf('\r\n\r\n')
      if (end < 0) return
      this.headText = this.buffer.subarray(0, end).toString()
      this.buffer = this.buffer.subarray(end + 4)
    }
    while (this.#readFrame());
    this.#wake()
  }

  #readFrame() {
    const { buffer } = this
    if (buffer.length < 2) return false
    let size = buffer[1] & 0x7f
    let at = 2
    if (size === 126) { if (buffer.length < 4) return false; size = buffer.readUInt16BE(2); at = 4 }
    if (size === 127) { if (buffer.length < 10) return false; size = Number(buffer.readBigUInt64BE(2)); at = 10 }
    if (buffer.length < at + size) return false
    const payload = buffer.subarray(at, at + size)
    this.frames.push({ opcode: buffer[0] & 0x0f, fin: (buffer[0] & 0x80) !== 0, masked: (buffer[1] & 0x80) !== 0, payload })
    this.buffer = buffer.subarray(at + size)
    return true
  }

  #wake() {
    for (const look of [...this.waiting]) look()
  }

  #wait(value, what, limit) {
    return within(new Promise((resolve) => {
      const look = () => {
        const found = value()
        if (found === null || found === undefined) return
        this.waiting.delete(look)
        resolve(found)
      }
      this.waiting.add(look)
      look()
    }), () => `${what}; it got ${this.frames.map(({ opcode, payload }) => `${opcode}:${payload.toString().slice(0, 100)}`)}`, limit)
  }

  /** Text messages so far, put together from their frames. */
  messages() {
    const out = []
    let parts = null
    for (const { opcode, fin, payload } of this.frames) {
      if (opcode > 2) continue
      if (opcode !== OPCODE.more) parts = []
      parts.push(payload)
      if (fin) out.push(JSON.parse(Buffer.concat(parts).toString()))
    }
    return out
  }

  write(...frames) {
    this.socket.write(Buffer.concat(frames))
  }

  next(fits, what) {
    return this.#wait(() => this.messages().find(fits), what)
  }

  count(fits, n, what) {
    return this.#wait(() => { const found = this.messages().filter(fits); return found.length >= n ? found : null }, what)
  }

  /** The close code the server gave; 0: it closed without one. */
  closeCode(limit) {
    return this.#wait(() => {
      const close = this.frames.find(({ opcode }) => opcode === OPCODE.close)
      if (close) return close.payload.length >= 2 ? close.payload.readUInt16BE(0) : 0
      return this.isOver ? 0 : null
    }, 'the server to close', limit)
  }

  terminate() {
    this.socket.destroy()
  }
}
