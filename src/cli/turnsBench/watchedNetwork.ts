/** The way between a replica and its database, watched: bytes, round trips, and the time the replica waits in them. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface Passed {
  readonly bytes: number
  readonly roundTrips: number
  /** In milliseconds, of all connections together. */
  readonly waited: number
}

export interface WatchedNetwork {
  /** The address of the database, by way of this network. */
  through(url: string): string
  readonly passed: Passed
  close(): void
}

export async function watchNetwork(port: number): Promise<WatchedNetwork> {
  const passed = { bytes: 0, roundTrips: 0, waited: 0 }
  const sockets = new Set<Socket>()
  const server = createServer((replica) => {
    const database = connect(port, '127.0.0.1')
    let asked: number | undefined
    replica.on('data', (data) => {
      passed.bytes += data.length
      if (asked === undefined) passed.roundTrips++
      asked ??= performance.now()
      database.write(data)
    })
    database.on('data', (data) => {
      passed.bytes += data.length
      if (asked !== undefined) passed.waited += performance.now() - asked
      asked = undefined
      replica.write(data)
    })
    for (const [one, other] of [
      [replica, database],
      [database, replica],
    ] as const) {
      sockets.add(one.setNoDelay())
      one.on('error', () => {})
      one.on('close', () => other.destroy())
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    through: (url) => url.replace(`:${port}/`, `:${(server.address() as AddressInfo).port}/`),
    get passed() {
      return { ...passed }
    },
    close: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
