/**
 * Whether a message would be kept now, for `/readyz`. A disk that is full, or a database that has become read-only, is still
 * read from as ever: only a write tells. One a second at most is tried, however often somebody asks.
 */
import type { Store } from '../store/store.ts'

/** How long an answer holds, in milliseconds. */
const holdsMs = 1_000

/** In the words that the caller is told. */
export type Lack = 'starting' | 'stopping' | 'the store does not answer' | 'the store cannot be written'

/** Answers what is lacking, if anything. */
export function readinessOf(store: Pick<Store, 'newest' | 'tryWrite'>): () => Promise<Lack | undefined> {
  let found: Promise<Lack | undefined> | undefined
  let at = -Infinity

  const look = async (): Promise<Lack | undefined> => {
    const [written, read] = await Promise.allSettled([store.tryWrite(), store.newest('')])
    if (written.status === 'fulfilled') return undefined
    return read.status === 'fulfilled' ? 'the store cannot be written' : 'the store does not answer'
  }
  return () => {
    if (found && performance.now() - at < holdsMs) return found
    at = performance.now()
    return (found = look())
  }
}
