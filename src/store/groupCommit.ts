/**
 * Writes asked for in the same moment share one transaction: to begin and to commit it costs as much as what a turn
 * writes in it. Each is answered after the commit, and one that fails takes none of the others with it.
 */
import { StoreUnavailable } from './store.ts'

export interface GroupCommitParts {
  /** Runs work in one transaction, or not at all. */
  readonly transact: <Result>(work: () => Result) => Result
  /** Tries again while another process holds the store. */
  readonly patiently: <Result>(work: () => Result) => Promise<Result>
}

interface Task {
  readonly work: () => unknown
  readonly resolve: (result: unknown) => void
  readonly reject: (error: unknown) => void
}

export function groupCommit({ transact, patiently }: GroupCommitParts) {
  let waiting: Task[] = []

  const run = async () => {
    const tasks = waiting
    waiting = []
    try {
      const results = await patiently(() => transact(() => tasks.map(({ work }) => work())))
      for (const [n, { resolve }] of tasks.entries()) resolve(results[n])
    } catch (error) {
      const forAll = tasks.length === 1 || error instanceof StoreUnavailable
      for (const { work, resolve, reject } of tasks)
        if (forAll) reject(error)
        else resolve(patiently(() => transact(work)))
    }
  }

  /** Settles when the work is committed. It is run twice when another's failure undid it, so it changes nothing else. */
  return <Result>(work: () => Result): Promise<Result> =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ work, resolve: (result) => resolve(result as Result), reject })
      // after everything that has arrived by now was heard
      if (waiting.length === 1) setImmediate(() => void run())
    })
}
