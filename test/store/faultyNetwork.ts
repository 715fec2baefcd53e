/** A network between a store and its PostgreSQL that can be cut, fall silent, or become slow, and come back. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export type Fault = 'none' | 'cut' | 'silent' | { readonly slowMs: number }

export interface FaultyNetwork {
  /** The address of the database, by way of this network. */
  through(url: string): string
  become(fault: Fault): void
  close(): void
}

export async function faultyNetwork(port: number): Promise<FaultyNetwork> {
  let fault: Fault = 'none'
  const sockets = new Set<Socket>()
  const pass = (from: Socket, to: Socket) => {
    sockets.add(from)
    from.on('data', (data) => {
      // what is sent while it is silent never arrives, nor does anybody hear of the end
      if (fault === 'silent') return
      const send = () => void (to.destroyed || to.write(data))
      if (typeof fault === 'object') setTimeout(send, fault.slowMs)
      else send()
    })
    from.on('error', () => {})
    from.on('close', () => {
      sockets.delete(from)
      if (fault !== 'silent') to.destroy()
    })
  }
  const server = createServer((client) => {
    if (fault === 'cut') return void client.destroy()
    const database = connect(port, '127.0.0.1')
    pass(client, database)
    pass(database, client)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    through: (url) => {
      const address = new URL(url)
      address.port = String((server.address() as AddressInfo).port)
      return String(address)
    },
    become: (next) => {
      fault = next
      if (fault === 'cut') for (const socket of sockets) socket.destroy()
    },
    close: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
