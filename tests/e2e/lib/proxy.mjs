// A TCP proxy in front of a server that can withhold what the server says, as a bad link does, while
// what the client says still arrives.
import net from 'node:net'

export class Proxy {
  static async start(t, port) {
    const proxy = new Proxy()
    proxy.pairs = new Set()
    proxy.held = false
    proxy.listener = net.createServer((client) => proxy.#connect(client, port))
    await new Promise((resolve) => proxy.listener.listen(0, '127.0.0.1', resolve))
    proxy.url = `http://127.0.0.1:${proxy.listener.address().port}`
    t.after(() => proxy.#stop())
    return proxy
  }

  #connect(client, port) {
    const server = net.connect(port, '127.0.0.1')
    const pair = { client, server }
    this.pairs.add(pair)
    for (const socket of [client, server]) {
      socket.setNoDelay(true)
      socket.on('error', () => {})
      socket.on('close', () => { client.destroy(); server.destroy(); this.pairs.delete(pair) })
    }
    client.on('data', (data) => server.write(data))
    server.on('data', (data) => client.write(data))
    if (this.held) server.pause()
  }

  /** From now on nothing that the server says arrives. */
  hold() {
    this.held = true
    for (const { server } of this.pairs) server.pause()
  }

  release() {
    this.held = false
    for (const { server } of this.pairs) server.resume()
  }

  #stop() {
    for (const { client, server } of this.pairs) { client.destroy(); server.destroy() }
    return new Promise((resolve) => this.listener.close(resolve))
  }
}
