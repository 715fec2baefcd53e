/** What every store must do, whatever it is made of. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/store/store.ts'

const said = (text: string) => ({ type: 'message', text })

export function storeContract(name: string, make: (now: () => number) => Promise<Store>): void {
  describe(`the ${name} store`, () => {
    let store: Store
    let now = 1_000
    beforeEach(async () => {
      now = 1_000
      store = await make(() => now)
      await store.open('c1', 'directline')
    })

    it('opens a conversation once, and never for another channel', async () => {
      expect(await store.exists('c1')).toBe(true)
      expect(await store.exists('c2')).toBe(false)
      expect(await store.open('c1', 'directline')).toBe(true)
      expect(await store.open('c1', 'msteams')).toBe(false)
    })

    it('numbers what arrives from 1, each conversation by itself', async () => {
      await store.open('c2', 'directline')
      const first = await store.receive({ conversation: 'c1', activityId: 'a', activity: said('one') })
      const second = await store.receive({ conversation: 'c1', activityId: 'b', activity: said('two') })
      const other = await store.receive({ conversation: 'c2', activityId: 'a', activity: said('three') })
      expect([first.sequence, second.sequence, other.sequence]).toEqual([1, 2, 1])
      expect(await store.newest('c1')).toBe(2)
      expect((await store.entries('c1', 1)).map((entry) => entry.activity)).toEqual([said('two')])
    })

    it('takes an arrival seen before for the same one', async () => {
      const arrival = { conversation: 'c1', activityId: 'a', activity: said('one') }
      expect((await store.receive(arrival)).seenBefore).toBe(false)
      const again = await store.receive({ ...arrival, activity: said('changed') })
      expect(again).toMatchObject({ seenBefore: true, sequence: 1, activity: said('one') })
      expect(await store.newest('c1')).toBe(1)
    })

    it('keeps state and replies of a turn together and knows what they answer', async () => {
      await store.receive({ conversation: 'c1', activityId: 'a', activity: said('hello') })
      expect(await store.begin('c1', 'a')).toEqual({})
      const replies = [said('one'), said('two')]
      const entries = await store.commit({ conversation: 'c1', activityId: 'a', state: '{"n":1}', replies })
      expect(entries.map(({ sequence, answers }) => [sequence, answers])).toEqual([
        [2, 1],
        [3, 1],
      ])
      const begun = await store.begin('c1', 'a')
      expect(begun.state).toBe('{"n":1}')
      expect(begun.replies).toEqual(entries)
      expect(await store.entries('c1', 1)).toEqual(entries)
    })

    it('remembers an answered activity that had no replies', async () => {
      await store.receive({ conversation: 'c1', activityId: 'a', activity: said('hello') })
      await store.commit({ conversation: 'c1', activityId: 'a', state: '{}', replies: [] })
      expect((await store.begin('c1', 'a')).replies).toEqual([])
    })

    it('keeps a turn that nobody began, and one whose arrival was never logged', async () => {
      await store.commit({ conversation: 'c1', state: '{}', replies: [said('by itself')] })
      await store.commit({ conversation: 'c1', activityId: 'x', state: '{}', replies: [said('to x')] })
      expect((await store.begin('c1', 'x')).replies?.map((entry) => entry.activity)).toEqual([said('to x')])
      expect((await store.entries('c1', 0)).map((entry) => entry.answers)).toEqual([undefined, undefined])
    })

    it('names the arrivals without an answer, oldest first', async () => {
      await store.open('c2', 'directline')
      await store.receive({ conversation: 'c2', activityId: 'a', activity: said('first') })
      now++
      await store.receive({ conversation: 'c1', activityId: 'a', activity: said('second') })
      await store.receive({ conversation: 'c1', activityId: 'b', activity: said('third') })
      await store.commit({ conversation: 'c1', activityId: 'a', state: '{}', replies: [] })
      expect(await store.unanswered()).toEqual([
        { conversation: 'c2', activityId: 'a', activity: said('first') },
        { conversation: 'c1', activityId: 'b', activity: said('third') },
      ])
    })

    it('writes nothing for a conversation that is not open', async () => {
      await expect(
        store.receive({ conversation: 'no', activityId: 'a', activity: said('x') }),
      ).rejects.toThrow()
      await expect(store.commit({ conversation: 'no', state: '{}', replies: [said('x')] })).rejects.toThrow()
      expect(await store.entries('no', 0)).toEqual([])
      expect(await store.newest('no')).toBe(0)
    })

    it('makes a secret once', async () => {
      expect(await store.secret('key', () => 'made')).toBe('made')
      expect(await store.secret('key', () => 'made again')).toBe('made')
    })

    it('erases every word of a conversation, and goes on numbering', async () => {
      await store.receive({ conversation: 'c1', activityId: 'a', activity: said('mine') })
      await store.commit({ conversation: 'c1', activityId: 'a', state: '{"n":1}', replies: [said('reply')] })
      await store.erase('c1')
      expect(await store.entries('c1', 0)).toEqual([])
      expect(await store.begin('c1', 'a')).toEqual({})
      const [farewell] = await store.commit({ conversation: 'c1', state: '{}', replies: [said('gone')] })
      expect(farewell!.sequence).toBe(3)
    })

    it('sweeps conversations untouched since a time, and only those', async () => {
      await store.receive({ conversation: 'c1', activityId: 'a', activity: said('old') })
      now = 2_000
      await store.open('c2', 'directline')
      await store.receive({ conversation: 'c2', activityId: 'a', activity: said('new') })
      expect(await store.sweep(2_000)).toBe(1)
      expect(await store.exists('c1')).toBe(false)
      expect(await store.entries('c1', 0)).toEqual([])
      expect(await store.unanswered()).toHaveLength(1)
      expect(await store.newest('c2')).toBe(1)
    })
  })
}
