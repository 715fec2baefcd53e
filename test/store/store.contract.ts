/** What every store must do, whatever it is made of. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dayMs, type Vote } from '../../src/core/feedback.ts'
import {
  earlyMs,
  type Entry,
  type Erasure,
  type Kept,
  type Store,
  type Tally,
  type TurnResult,
} from '../../src/store/store.ts'
import { until } from '../server/started.ts'

export const said = (text: string) => ({ type: 'message', text })

/** A turn that only looks. */
export const begin = (store: Store, conversation: string, activityId?: string): Promise<Kept> =>
  store.turn(conversation, activityId, async (kept) => kept)

/** A turn that only writes. */
/** What a turn wrote, as it is read again: without the JSON, which is that of each activity. */
const readAgain = (entries: readonly Entry[]): Entry[] =>
  entries.map(({ json, ...entry }) => {
    expect(json).toBe(JSON.stringify(entry.activity))
    return entry
  })

export const commit = (
  store: Store,
  conversation: string,
  activityId: string | undefined,
  result: Partial<TurnResult>,
) =>
  store.turn(conversation, activityId, async (_, commitTurn) =>
    readAgain(await commitTurn({ state: '{}', replies: [], ...result })),
  )

/** A turn that counts, and takes some time over it. */
export const count = (store: Store, conversation: string, activityId?: string) =>
  store.turn(conversation, activityId, async ({ state, replies }, commitTurn) => {
    if (replies) return replies
    const n = (state ? (JSON.parse(state) as { n: number }).n : 0) + 1
    await new Promise((resolve) => setTimeout(resolve, 1))
    return readAgain(await commitTurn({ state: JSON.stringify({ n }), replies: [said(String(n))] }))
  })

const asked = (day: number, question: string) => ({ lesson: { day, question } })
const tally = (section: string, vote: Vote, by: 1 | -1 = 1): Tally => ({ day: 10, section, vote, by })
const voted = (...tallies: Tally[]) => ({ lesson: { day: 10, tallies } })

const alert = (reference: string, level: 'emergency' | 'urgent' = 'emergency') =>
  ({ alert: { reference, level, rule: 'saddle-numbness', channel: 'msteams' } }) as const
const named = (alerts: readonly { reference: string }[]) => alerts.map(({ reference }) => reference)
// PostgreSQL reads no half sign and no NUL from JSON
const from = { id: 'dl_\u0000', name: 'half a sign: \ud83d' }
const wake = (due: number) => ({ wake: { due, activity: { type: 'event', id: `wake-${due}`, from } } })

export function storeContract(name: string, make: (now: () => number) => Promise<Store>): void {
  describe(`the ${name} store`, () => {
    let store: Store
    let now = 1_000
    beforeEach(async () => {
      now = 1_000
      store = await make(() => now)
      await store.open('c1', 'directline')
    })
    afterEach(() => store.close())

    it('opens a conversation once, and never for another channel', async () => {
      expect(await store.exists('c1')).toBe(true)
      expect(await store.exists('c2')).toBe(false)
      expect(await store.open('c1', 'directline')).toBe(true)
      expect(await store.open('c1', 'msteams')).toBe(false)
    })

    describe('alerts', () => {
      it('are written with their turn, and told until somebody takes them', async () => {
        await commit(store, 'c1', 'a1', alert('A1'))
        now = 2_000
        await commit(store, 'c1', 'a2', alert('B2', 'urgent'))
        const [first] = await store.alerts.due(1, 500)
        expect(first).toEqual({ ...alert('A1').alert, at: 1_000, told: 0 })
        expect(named(await store.alerts.due(9, 500))).toEqual(['B2'])
        expect(await store.alerts.due(9, 500)).toEqual([])
        now = 2_500
        expect(named(await store.alerts.due(9, 500)).sort()).toEqual(['A1', 'B2'])
        await store.alerts.told('A1', 5_000)
        await store.alerts.told('B2', undefined)
        now = 5_000
        expect(await store.alerts.due(9, 500)).toMatchObject([{ reference: 'A1', told: 1 }])
        expect(named(await store.alerts.open())).toEqual(['A1', 'B2'])
      })

      it('belong to whoever takes them first, and are told no more', async () => {
        await commit(store, 'c1', 'a1', alert('A1'))
        await store.alerts.due(9, 500)
        const taken = { reference: 'A1', taken: { by: 'Ann', at: 1_000 } }
        expect(await store.alerts.take('A1', 'Ann')).toMatchObject(taken)
        now = 3_000
        expect(await store.alerts.take('A1', 'Bob')).toMatchObject(taken)
        expect(await store.alerts.take('none', 'Bob')).toBeUndefined()
        // it was on its way when it was taken
        await store.alerts.told('A1', 4_000)
        now = 9_000
        expect(await store.alerts.due(9, 500)).toEqual([])
        expect(await store.alerts.open()).toEqual([])
      })

      it('outlive their conversation, and go with their age', async () => {
        await commit(store, 'c1', 'a1', alert('A1'))
        await store.erase('c1')
        expect(named(await store.alerts.open())).toEqual(['A1'])
        const copy = { reference: 'A1', conversation: 'msteams/19:team', card: 'card-1' }
        await store.alerts.shown(copy)
        await store.sweep(1_001)
        expect(await store.alerts.open()).toEqual([])
        expect(await store.alerts.copies('A1')).toEqual([])
      })

      it('are known by the cards that show them', async () => {
        await commit(store, 'c1', 'a1', alert('A1'))
        const copies = ['1', '2'].map((card) => ({ reference: 'A1', conversation: 'msteams/19:team', card }))
        for (const copy of [...copies, copies[0]!])
          expect(await store.alerts.shown(copy)).toMatchObject({ reference: 'A1', told: 0 })
        expect(await store.alerts.copies('A1')).toEqual(copies)
        expect(await store.alerts.copies('B2')).toEqual([])
        expect(await store.alerts.shown({ ...copies[0]!, reference: 'none' })).toBeUndefined()
      })

      it('are not there where the turn failed', async () => {
        const failing = store.turn('c1', 'a1', async (_, write) => {
          await write({ state: '{}', replies: [], ...alert('A1') })
          throw new Error('later')
        })
        await failing.catch(() => {})
        const kept = (await begin(store, 'c1', 'a1')).replies !== undefined
        expect((await store.alerts.open()).length).toBe(kept ? 1 : 0)
        await expect(commit(store, 'gone', 'a1', alert('B2'))).rejects.toThrow()
        expect(named(await store.alerts.open())).not.toContain('B2')
      })

      it('go to places that were named once each', async () => {
        const place = { conversation: 'msteams/19:team', address: { serviceUrl: 'https://smba.example' } }
        expect(await store.alerts.addPlace(place)).toBe(true)
        expect(await store.alerts.addPlace(place)).toBe(false)
        expect(await store.alerts.places()).toEqual([place])
        expect(await store.alerts.removePlace(place.conversation)).toBe(true)
        expect(await store.alerts.removePlace(place.conversation)).toBe(false)
        expect(await store.alerts.places()).toEqual([])
      })
    })

    it('wakes a conversation once at its time, unless it is put off, taken back or erased', async () => {
      const due = async () => (await store.wakes(9, 100)).map(({ conversation, activityId }) => [conversation, activityId]) // prettier-ignore
      await store.open('c2', 'directline')
      await commit(store, 'c1', 'a1', wake(2_000))
      await commit(store, 'c2', 'a1', wake(2_000))
      expect(await due()).toEqual([])
      now = 2_000
      expect((await due()).sort()).toEqual([
        ['c1', 'wake-2000'],
        ['c2', 'wake-2000'],
      ])
      expect(await due()).toEqual([])
      now = 2_100
      const [again] = await store.wakes(1, 100)
      expect(again).toMatchObject({ activityId: 'wake-2000', activity: { type: 'event' } })
      await store.woken({ conversation: 'c1', activityId: 'wake-2000', activity: {} })
      await commit(store, 'c2', 'a2', wake(3_000))
      await store.woken({ conversation: 'c2', activityId: 'wake-2000', activity: {} })
      now = 3_000
      expect(await due()).toEqual([['c2', 'wake-3000']])
      await commit(store, 'c2', 'a3', { wake: 'none' })
      await commit(store, 'c1', 'a3', wake(4_000))
      await store.erase('c1')
      now = 5_000
      expect(await due()).toEqual([])
    })

    it('tries whether it can be written, again and again, and leaves no trace in a conversation', async () => {
      for (let n = 0; n < 3; n++) await store.tryWrite()
      await store.sweep(now)
      await Promise.all([store.tryWrite(), store.tryWrite()])
      expect(await store.exists('')).toBe(false)
      expect(await store.newest('c1')).toBe(0)
    })

    it('forgets what an arrival said, and nothing else', async () => {
      const arrival = (activityId: string) => ({ conversation: 'c1', activityId, activity: said(activityId) })
      for (const id of ['a1', 'a2']) await store.receive(arrival(id))
      await commit(store, 'c1', 'a2', { replies: [said('reply')], forget: 'a1' })
      await commit(store, 'c1', 'a3', { forget: 'unknown' })
      expect((await store.entries('c1', 0)).map(({ activity }) => activity)).toEqual([
        { type: 'forgotten' },
        said('a2'),
        said('reply'),
      ])
      expect(await store.receive(arrival('a1'))).toMatchObject({ sequence: 1, seenBefore: true })
    })

    it('lists what was given up', async () => {
      await commit(store, 'c1', undefined, { replies: [said('one')], outbox: true })
      expect(await store.outbox.dead()).toEqual([])
      const [delivery] = await store.outbox.due(9, 100)
      await store.outbox.failed(delivery!, undefined, 'HTTP 403')
      expect(await store.outbox.dead()).toEqual([
        { conversation: 'c1', sequence: 1, tries: 1, code: 'HTTP 403', activity: said('one') },
      ])
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

    it('reads a log in parts, after any number at all', async () => {
      await commit(store, 'c1', undefined, { replies: ['one', 'two', 'three'].map(said) })
      const texts = async (after: number, atMost?: number) =>
        (await store.entries('c1', after, atMost)).map(({ activity }) => activity.text)
      expect(await texts(0, 2)).toEqual(['one', 'two'])
      expect(await texts(2, 2)).toEqual(['three'])
      const long = said('x'.repeat(200_000))
      await commit(store, 'c1', undefined, { replies: [long, long, long, said('y'.repeat(600_000))] })
      expect((await texts(3, 200)).map((text) => String(text).length)).toEqual([200_000, 200_000])
      expect((await texts(6, 200)).map((text) => String(text).length)).toEqual([600_000])
      await store.erase('c1')
      await commit(store, 'c1', undefined, { replies: ['one', 'two', 'three'].map(said) })
      for (const after of [-1, -3e9, 0.5, NaN, -Infinity])
        expect(await texts(after), String(after)).toEqual(['one', 'two', 'three'])
      for (const after of [10, 2 ** 31, 999_999_999_999_999, 1e300, Infinity])
        expect(await texts(after), String(after)).toEqual([])
    })

    it('keeps what is written in the same moment, but for what fails', async () => {
      const activities = ['c1', 'nobody', 'c1', 'c2'].map((conversation, n) => ({ conversation, n }))
      await store.open('c2', 'directline')
      const written = await Promise.allSettled([
        ...activities.map(({ conversation, n }) =>
          store.receive({ conversation, activityId: String(n), activity: said(String(n)) }),
        ),
        commit(store, 'nobody', undefined, { state: '{"n":1}' }),
        commit(store, 'c1', undefined, { state: '{"n":2}' }),
      ])
      expect(written.map(({ status }) => status === 'fulfilled')).toEqual([
        true,
        false,
        true,
        true,
        false,
        true,
      ])
      expect((await store.entries('c1', 0)).map(({ activity }) => activity)).toEqual([said('0'), said('2')])
      expect((await store.entries('c2', 0)).map(({ sequence }) => sequence)).toEqual([1])
      expect(await begin(store, 'c1')).toMatchObject({ state: '{"n":2}' })
      expect(await store.exists('nobody')).toBe(false)
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
      expect(await begin(store, 'c1', 'a')).toEqual({ early: false })
      const replies = [said('one'), said('two')]
      const entries = await commit(store, 'c1', 'a', { state: '{"n":1}', replies })
      expect(entries.map(({ sequence, answers, activity }) => [sequence, answers, activity])).toEqual([
        [2, 1, said('one')],
        [3, 1, said('two')],
      ])
      const begun = await begin(store, 'c1', 'a')
      expect(begun.state).toBe('{"n":1}')
      expect(begun.replies).toEqual(entries)
      expect(await store.entries('c1', 1)).toEqual(entries)
    })

    it('remembers an answered activity that had no replies', async () => {
      await store.receive({ conversation: 'c1', activityId: 'a', activity: said('hello') })
      await commit(store, 'c1', 'a', {})
      expect((await begin(store, 'c1', 'a')).replies).toEqual([])
    })

    it('keeps a turn that nobody began, and one whose arrival was never logged', async () => {
      await commit(store, 'c1', undefined, { replies: [said('by itself')] })
      await commit(store, 'c1', 'x', { replies: [said('to x')] })
      expect((await begin(store, 'c1', 'x')).replies?.map((entry) => entry.activity)).toEqual([said('to x')])
      expect((await store.entries('c1', 0)).map((entry) => entry.answers)).toEqual([undefined, undefined])
    })

    it('keeps every sign a person can type', async () => {
      const odd = said('\u0000 \ud800 \u{1f915} \u202e " \\ \' $1 ? --')
      await store.receive({ conversation: 'c1', activityId: "'; --", activity: odd })
      const [entry] = await commit(store, 'c1', "'; --", { state: JSON.stringify(odd), replies: [odd] })
      expect((await store.entries('c1', 0)).map(({ activity }) => activity)).toEqual([odd, odd])
      expect(await begin(store, 'c1', "'; --")).toMatchObject({
        state: JSON.stringify(odd),
        replies: [entry],
      })
    })

    it('runs one turn of a conversation at a time, and those of others beside it', async () => {
      await store.open('c2', 'directline')
      const counted = await Promise.all(
        Array.from({ length: 40 }, (_, n) => count(store, n % 2 ? 'c1' : 'c2', String(n))),
      )
      for (const conversation of ['c1', 'c2']) {
        expect((await begin(store, conversation)).state).toBe('{"n":20}')
        expect((await store.entries(conversation, 0)).map(({ activity }) => activity)).toEqual(
          Array.from({ length: 20 }, (_, n) => said(String(n + 1))),
        )
      }
      expect(counted.flat()).toHaveLength(40)
      let free = false
      await store.turn('c1', undefined, async () => {
        await count(store, 'c2')
        free = true
      })
      expect(free).toBe(true)
    })

    it('writes nothing of a turn that throws, and goes on', async () => {
      const failing = store.turn('c1', 'a', () => Promise.reject(new Error('mine')))
      await expect(failing).rejects.toThrow('mine')
      expect(await begin(store, 'c1', 'a')).toEqual({ early: false })
      expect(await count(store, 'c1')).toHaveLength(1)
    })

    it('tells a turn that something said before still waits, but not for ever', async () => {
      await store.receive({ conversation: 'c1', activityId: 'a', activity: said('first') })
      await store.receive({ conversation: 'c1', activityId: 'b', activity: said('second') })
      expect((await begin(store, 'c1', 'a')).early).toBe(false)
      expect((await begin(store, 'c1', 'b')).early).toBe(true)
      now += earlyMs
      expect((await begin(store, 'c1', 'b')).early).toBe(false)
      now -= earlyMs
      await commit(store, 'c1', 'a', {})
      expect((await begin(store, 'c1', 'b')).early).toBe(false)
    })

    it('writes what was said with what it is answered, when it was not received before', async () => {
      const turn = (activityId: string, text: string) =>
        commit(store, 'c1', activityId, { said: said(text), replies: [said(`${text}!`)], outbox: true })
      expect(await turn('a', 'one')).toMatchObject([{ sequence: 2, answers: 1 }])
      await store.receive({ conversation: 'c1', activityId: 'b', activity: said('two') })
      expect(await turn('b', 'two')).toMatchObject([{ sequence: 4, answers: 3 }])
      const texts = (await store.entries('c1', 0)).map(({ activity, answers }) => [activity.text, answers])
      expect(texts).toEqual([['one', undefined], ['one!', 1], ['two', undefined], ['two!', 3]]) // prettier-ignore
      expect((await begin(store, 'c1', 'a')).replies).toMatchObject([{ sequence: 2 }])
      expect(await store.unanswered()).toEqual([])
      expect(await store.outbox.due(9, 1)).toMatchObject([{ sequence: 2 }])
      expect(
        (await store.receive({ conversation: 'c1', activityId: 'a', activity: said('one') })).seenBefore,
      ).toBe(true)
    })

    it('keeps nothing that was said in a turn that erases', async () => {
      await commit(store, 'c1', 'a', { said: said('delete'), replies: [said('done')], erase: true })
      expect((await store.entries('c1', 0)).map(({ activity }) => activity.text)).toEqual(['done'])
      expect((await begin(store, 'c1', 'a')).replies).toHaveLength(1)
    })

    it('lets what was never received wait for what was said before it', async () => {
      await store.receive({ conversation: 'c1', activityId: 'a', activity: said('first') })
      expect((await begin(store, 'c1', 'b')).early).toBe(true)
      expect((await begin(store, 'c1')).early).toBe(false)
    })

    it('names the arrivals without an answer, oldest first', async () => {
      await store.open('c2', 'directline')
      await store.receive({ conversation: 'c2', activityId: 'a', activity: said('first') })
      now++
      await store.receive({ conversation: 'c1', activityId: 'a', activity: said('second') })
      await store.receive({ conversation: 'c1', activityId: 'b', activity: said('third') })
      await commit(store, 'c1', 'a', {})
      const first = { conversation: 'c2', activityId: 'a', activity: said('first') }
      const third = { conversation: 'c1', activityId: 'b', activity: said('third') }
      expect(await store.unanswered()).toEqual([first, third])
      expect(await store.unanswered({ conversation: 'c1' })).toEqual([third])
      expect(await store.unanswered({ receivedBefore: now })).toEqual([first])
    })

    it('writes nothing for a conversation that is not open', async () => {
      await expect(
        store.receive({ conversation: 'no', activityId: 'a', activity: said('x') }),
      ).rejects.toThrow(/not open/)
      await expect(commit(store, 'no', undefined, { replies: [said('x')] })).rejects.toThrow(/not open/)
      await expect(commit(store, 'no', 'a', {})).rejects.toThrow(/not open/)
      expect(await store.entries('no', 0)).toEqual([])
      expect(await store.newest('no')).toBe(0)
    })

    it('lets a name of a conversation be used once, until it may be forgotten', async () => {
      const claims = ['c1', 'c1', 'c2', 'c1'].map((conversation) => store.claim(conversation, 'x', 1_500))
      expect((await Promise.all(claims)).filter(Boolean)).toHaveLength(2)
      now = 1_500
      await store.sweep(0)
      expect(await store.claim('c1', 'x', 2_000)).toBe(false)
      expect([await store.claimed('c1', 'x'), await store.claimed('c1', 'y')]).toEqual([true, false])
      now = 1_501
      await store.sweep(0)
      expect(await store.claim('c1', 'x', 2_000)).toBe(true)
    })

    it('makes a secret once', async () => {
      expect(await store.secret('key', () => 'made')).toBe('made')
      expect(await store.secret('key', () => 'made again')).toBe('made')
    })

    it('erases every word of a conversation, and goes on numbering', async () => {
      await store.receive({ conversation: 'c1', activityId: 'a', activity: said('mine') })
      await commit(store, 'c1', 'a', { state: '{"n":1}', replies: [said('reply')], outbox: true })
      await store.erase('c1')
      expect(await store.entries('c1', 0)).toEqual([])
      expect(await begin(store, 'c1', 'a')).toEqual({ early: false })
      expect(await store.outbox.count()).toEqual({ waiting: 0, dead: 0 })
      const [farewell] = await commit(store, 'c1', undefined, { replies: [said('gone')] })
      expect(farewell!.sequence).toBe(3)
    })

    it('lists what was erased, and erases it again where a copy of before is put back', async () => {
      const write = (conversation: string) =>
        store.receive({ conversation, activityId: 'a', activity: said('mine') })
      await store.open('c2', 'directline')
      await write('c1')
      await write('c2')
      expect(await store.erasures()).toEqual([])
      await store.erase('c2')
      const [{ mark, at }] = (await store.erasures()) as [Erasure]
      expect(mark).not.toContain('c2')
      await store.receive({ conversation: 'c2', activityId: 'b', activity: said('from before') })
      const [entry] = await store.entries('c2', 0)
      // what was written after its erasure stays, what was written before it goes
      expect(await store.replay([{ mark, at: entry!.at - 1 }])).toBe(0)
      expect(await store.replay([{ mark, at: Math.max(at, entry!.at) }])).toBe(1)
      expect(await store.entries('c2', 0)).toEqual([])
      expect(await store.entries('c1', 0)).toHaveLength(1)
      expect((await store.erasures()).map((erasure) => erasure.mark)).toEqual([mark])
      // an open chat heard more of it than this copy has, and waits for what comes after
      const [next] = await commit(store, 'c1', undefined, { replies: [said('after the copy')] })
      expect(next!.sequence).toBeGreaterThan(100_000)
    })

    it('puts aside a state that nobody could read, until the conversation is erased', async () => {
      await commit(store, 'c1', undefined, { state: 'damaged' })
      await commit(store, 'c1', undefined, { quarantine: true })
      expect(await begin(store, 'c1')).toMatchObject({ state: '{}' })
      await store.erase('c1')
    })

    it('erases within a turn, and keeps what that turn says', async () => {
      await store.receive({ conversation: 'c1', activityId: 'a', activity: said('mine') })
      await commit(store, 'c1', 'a', { state: '{"n":1}', replies: [said('reply')] })
      await store.receive({ conversation: 'c1', activityId: 'b', activity: said('delete') })
      await commit(store, 'c1', 'b', { erase: true, replies: [said('gone')] })
      const kept = await store.entries('c1', 0)
      expect(kept.map(({ activity, sequence }) => [sequence, activity])).toEqual([[4, said('gone')]])
      expect(await begin(store, 'c1', 'b')).toEqual({ state: '{}', replies: kept, early: false })
    })

    it('gives out what is to be delivered, the first of each conversation, once', async () => {
      const { outbox } = store
      await store.open('c2', 'msteams')
      await commit(store, 'c1', 'a', { replies: [said('one'), said('two')], outbox: true })
      now++
      await commit(store, 'c2', 'b', { replies: [said('three')], outbox: true })
      await commit(store, 'c2', 'c', { replies: [said('read from the log')] })
      expect(await outbox.count()).toEqual({ waiting: 3, dead: 0 })
      const given = await Promise.all([outbox.due(1, 1_000), outbox.due(5, 1_000), outbox.due(5, 1_000)])
      const one = { conversation: 'c1', sequence: 1, activity: said('one'), tries: 1 }
      const three = { conversation: 'c2', sequence: 1, activity: said('three'), tries: 1 }
      expect(given.flat().sort((a, b) => a.conversation.localeCompare(b.conversation))).toEqual([one, three])

      await outbox.delivered(one)
      expect(await outbox.due(5, 1_000)).toMatchObject([{ conversation: 'c1', sequence: 2 }])
      now += 1_000
      const again = await outbox.due(5, 1_000)
      expect(again.map(({ activity, tries }) => `${String(activity.text)} ${tries}`).sort()).toEqual([
        'three 2',
        'two 2',
      ])
    })

    it('does not wait for a time that a clock set too far ahead had named', async () => {
      const { outbox } = store
      now += 24 * 3_600_000
      await commit(store, 'c1', 'a', { replies: [said('one')], outbox: true })
      const [one] = await outbox.due(5, 1_000)
      await outbox.failed(one!, now + 300_000, 'HTTP 500')
      expect(await outbox.due(5, 1_000)).toEqual([])
      now -= 24 * 3_600_000
      expect(await outbox.due(5, 1_000)).toMatchObject([{ sequence: 1 }])
    })

    it('tries again at the time it is told, and lets pass what was given up', async () => {
      const { outbox } = store
      await commit(store, 'c1', 'a', { replies: [said('one'), said('two')], outbox: true })
      const [one] = await outbox.due(5, 1_000)
      await outbox.failed(one!, now + 50, 'HTTP 500')
      expect(await outbox.due(5, 1_000)).toEqual([])
      now += 50
      expect(await outbox.due(5, 1_000)).toEqual([{ ...one, tries: 2 }])
      await outbox.failed(one!, undefined, 'HTTP 403')
      expect(await outbox.count()).toEqual({ waiting: 1, dead: 1 })
      const [two] = await outbox.due(5, 1_000)
      expect(two).toMatchObject({ sequence: 2, tries: 1 })
      await outbox.repeat('c1', [2])
      expect(await outbox.due(5, 1_000)).toEqual([])
      await outbox.delivered(two!)
      await outbox.repeat('c1', [2])
      expect(await outbox.due(5, 1_000)).toEqual([two])
    })

    it('counts questions and thumbs by day, with the turn that told them', async () => {
      await store.open('c2', 'directline')
      await commit(store, 'c1', 'a', asked(10, 'can I fly?'))
      await commit(store, 'c2', 'a', asked(10, 'can I fly?'))
      await commit(store, 'c2', 'b', asked(11, 'can I swim?'))
      await commit(store, 'c2', 'c', asked(12, 'can I fly?'))
      const swim = { question: 'can I swim?', count: 1 }
      expect(await store.lessons.questions(10)).toEqual([{ question: 'can I fly?', count: 3 }, swim])
      expect(await store.lessons.questions(11)).toEqual([{ question: 'can I fly?', count: 1 }, swim])
      expect(await store.lessons.questions(13)).toEqual([])

      await commit(store, 'c1', 'd', voted(tally('ice/first', 'up'), tally('heat/later', 'up')))
      await commit(store, 'c2', 'd', voted(tally('ice/first', 'down')))
      await commit(store, 'c2', 'e', voted(tally('ice/first', 'up', -1), tally('ice/first', 'down')))
      expect(await store.lessons.votes(10)).toEqual([
        { section: 'ice/first', up: 0, down: 2 },
        { section: 'heat/later', up: 1, down: 0 },
      ])
      expect(await store.lessons.votes(11)).toEqual([])
    })

    it('learns nothing from a turn that is not kept', async () => {
      const lesson = { day: 10, question: 'can I fly?', tallies: [] }
      await expect(commit(store, 'no', undefined, { lesson })).rejects.toThrow(/not open/)
      const failing = store.turn('c1', 'a', async () => Promise.reject(new Error('mine')))
      await expect(failing).rejects.toThrow('mine')
      expect(await store.lessons.questions(0)).toEqual([])
    })

    it('counts every thumb of turns that run at once', async () => {
      const sections = ['one/a', 'two/b']
      await Promise.all(
        Array.from({ length: 20 }, async (_, n) => {
          await store.open(`many${n}`, 'directline')
          const order = n % 2 ? sections : sections.toReversed()
          await commit(store, `many${n}`, 'a', voted(...order.map((section) => tally(section, 'up'))))
        }),
      )
      expect(await store.lessons.votes(10)).toEqual(sections.map((section) => ({ section, up: 20, down: 0 })))
    })

    it('sweeps lessons of days that began before a time', async () => {
      for (const day of [10, 11, 12])
        await commit(store, 'c1', String(day), {
          lesson: { day, question: `of ${day}`, tallies: [{ ...tally('ice/first', 'down'), day }] },
        })
      await store.sweep(10 * dayMs + 1)
      expect(await store.lessons.questions(0)).toHaveLength(2)
      await store.sweep(12 * dayMs)
      expect(await store.lessons.questions(0)).toEqual([{ question: 'of 12', count: 1 }])
      expect(await store.lessons.votes(0)).toEqual([{ section: 'ice/first', up: 0, down: 1 }])
    })

    it('keeps lessons when a conversation is erased, for nothing tells which were its own', async () => {
      await commit(store, 'c1', 'a', { lesson: { day: 10, question: 'can I fly?' } })
      await store.erase('c1')
      await commit(store, 'c1', undefined, { erase: true })
      expect(await store.lessons.questions(0)).toEqual([{ question: 'can I fly?', count: 1 }])
    })

    it('tells who listens that a log grew, until they stop', async () => {
      const heard: (string | undefined)[] = []
      const stop = store.changes((conversation) => heard.push(conversation))
      await store.receive({ conversation: 'c1', activityId: 'a', activity: said('one') })
      await until(() => heard.includes('c1') || undefined)
      heard.length = 0
      await commit(store, 'c1', 'a', { replies: [said('two')] })
      await until(() => heard.includes('c1') || undefined)
      stop()
      heard.length = 0
      await store.receive({ conversation: 'c1', activityId: 'b', activity: said('three') })
      expect(heard).toEqual([])
    })

    it('sweeps conversations untouched since a time, and only those', async () => {
      await store.receive({ conversation: 'c1', activityId: 'a', activity: said('old') })
      await commit(store, 'c1', 'x', { replies: [said('old')], outbox: true })
      now = 2_000
      await store.open('c2', 'directline')
      await store.receive({ conversation: 'c2', activityId: 'a', activity: said('new') })
      expect(await store.sweep(2_000)).toBe(1)
      expect(await store.exists('c1')).toBe(false)
      expect(await store.entries('c1', 0)).toEqual([])
      expect(await store.unanswered()).toHaveLength(1)
      expect(await store.outbox.count()).toEqual({ waiting: 0, dead: 0 })
      expect(await store.newest('c2')).toBe(1)
    })
  })
}
