import { describe, expect, it } from 'vitest'
import { groupCommit } from '../../src/store/groupCommit.ts'
import { StoreUnavailable } from '../../src/store/store.ts'

/** A store that is a list: what is written in a transaction that fails is taken out again. */
function listStore(broken: (transaction: number) => boolean = () => false) {
  const kept: string[] = []
  let transactions = 0
  const write = groupCommit({
    transact: (work) => {
      const before = kept.length
      if (broken(transactions++)) throw new StoreUnavailable('locked')
      try {
        return work()
      } catch (error) {
        kept.length = before
        throw error
      }
    },
    patiently: async (work) => work(),
  })
  const add = (word: string) => () => {
    kept.push(word)
    if (word === 'bad') throw new Error('bad')
    return word.toUpperCase()
  }
  return {
    kept,
    all: (...words: string[]) => Promise.allSettled(words.map((word) => write(add(word)))),
    begun: () => transactions,
  }
}

const outcome = (settled: PromiseSettledResult<string>) =>
  settled.status === 'fulfilled' ? settled.value : (settled.reason as Error).message

describe('what is written in the same moment', () => {
  it('shares one transaction', async () => {
    const { kept, all, begun } = listStore()
    expect((await all('a', 'b', 'c')).map(outcome)).toEqual(['A', 'B', 'C'])
    expect({ kept, begun: begun() }).toEqual({ kept: ['a', 'b', 'c'], begun: 1 })
  })

  it('is kept in order when one of it fails, and only that one is answered so', async () => {
    const { kept, all } = listStore()
    expect((await all('a', 'bad', 'c')).map(outcome)).toEqual(['A', 'bad', 'C'])
    expect(kept).toEqual(['a', 'c'])
  })

  it('fails together when the store cannot write, and what comes later is kept', async () => {
    const { kept, all } = listStore((transaction) => transaction === 0)
    expect((await all('a', 'b')).map(outcome)).toEqual(['locked', 'locked'])
    expect((await all('c')).map(outcome)).toEqual(['C'])
    expect(kept).toEqual(['c'])
  })
})
