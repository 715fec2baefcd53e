/**
 * Requests on their way to the handler that answers them, whatever happens in it. An exception that nobody caught does not
 * tell whose it is, and to follow each request through all it does, with AsyncLocalStorage, costs a tenth of a turn. On
 * their way requests wait for nothing, so there is hardly ever more than one: the one whose exception it is.
 */
import type { EventEmitter } from 'node:events'

/** By response, how to fail each. */
const passing = new Map<object, () => void>()
/** Requests and sockets that somebody waits for. */
let served = 0

/** Until it closes somebody waits for it. */
export function serve(answered: EventEmitter): void {
  served++
  answered.once('close', () => {
    served--
    passing.delete(answered)
  })
}

/** @param fail answers it with an error, however far it got */
export const pass = (answered: object, fail: () => void): void => void passing.set(answered, fail)

/** It is in good hands, or waits. Answers how it goes on its way again. */
export function takeOver(answered: object): () => void {
  const fail = passing.get(answered)
  passing.delete(answered)
  return () => void (fail && passing.set(answered, fail))
}

/** For an exception that nobody caught: fails what is on its way. False when nobody is being served at all. */
export function failPassing(): boolean {
  for (const fail of passing.values()) fail()
  return served > 0
}
