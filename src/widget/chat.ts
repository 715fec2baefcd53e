/** The conversation as this tab knows it: what was said, what is on its way, and what is pinned. */
import words from '../../knowledge/widget/en.json'
import type { Shell } from './bridge.ts'
import { DirectLine, isUnsaved, sequenceOf, type Activity, type Connection } from './directLine.ts'
import { dropKept, forget, readKept, readRemembered, remember, writeKept, type Kept } from './kept.ts'
import { callLines, messageOf, type Advice, type Message, type Option } from './message.ts'

export interface Entry {
  /** Stays the same from the moment it is said until it is gone. */
  readonly key: string
  readonly id?: string
  readonly at: number
  readonly text: string
  /** Undefined: said by the person. */
  readonly message?: Message
  /** As it is read aloud. */
  readonly speak?: string
  /** The question and the values that were tapped. */
  readonly tapped?: { readonly question: string; readonly answers: readonly string[] }
  readonly state?: 'sending' | 'failed'
  readonly feedback?: 'up' | 'down'
}

export type View = 'chat' | 'menu' | 'transcript' | 'sheet' | 'restart' | 'deleted'

export interface Heard {
  readonly text: string
  readonly urgent: boolean
}

/** How long "is writing" is shown after the last sign of it, in milliseconds. */
const typingMs = 8_000
/** How long a connection may be away before a word is said of it, in milliseconds. */
const patienceMs = 1_500

const randomId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(36)).join('')

export class Chat {
  readonly shell: Shell
  entries: readonly Entry[] = []
  connection: Connection = 'connecting'
  typing = false
  view: View = 'chat'
  /** A word of the widget's own under the conversation. */
  remark = ''
  /** Of the last thing that changed the log: the person's own act, or the bot. */
  lastBy: 'person' | 'bot' = 'bot'
  kept: Kept
  remembered: boolean
  /** The person wanted it, and it could not be had. */
  notRemembered = false
  #line: DirectLine | undefined
  #typingTimer: ReturnType<typeof setTimeout> | undefined
  #downTimer: ReturnType<typeof setTimeout> | undefined
  readonly #changed: () => void
  readonly #announce: (heard: Heard) => void

  constructor(shell: Shell, changed: () => void, announce: (heard: Heard) => void) {
    this.shell = shell
    this.#changed = changed
    this.#announce = announce
    this.kept = readKept(shell.bot)
    const remembered = readRemembered(shell.bot)
    if (!this.kept.conversation && remembered) Object.assign(this.kept, remembered)
    this.remembered = this.kept.ticket !== undefined
    this.#connect()
  }

  #connect(): void {
    for (const said of (this.kept.outbox ?? []) as Activity[]) this.#add(pendingOf(said))
    const { bot, settings } = this.shell
    this.#line = new DirectLine(bot, this.kept, settings, {
      activities: (list, anew) => this.#hear(list, anew),
      typing: () => this.#setTyping(true),
      connection: (state) => this.#setConnection(state),
      refused: (clientId) => this.#mark(clientId, { state: 'failed' }),
      begun: (why) => {
        // What another tab wants kept is its own.
        if (why === 'ended' && this.remembered) forget(this.shell.bot)
        this.remembered = false
        this.entries = this.entries.filter(({ state }) => state && why === 'ended')
        this.remark = why === 'ended' ? words.ended : words.newTab
        this.#changed()
      },
      keep: () => this.#keep(),
    })
  }

  /** The loader keeps in the same place whether the panel is open. */
  #keep(): void {
    const { open } = readKept(this.shell.bot)
    writeKept(this.shell.bot, { ...this.kept, open })
    if (this.remembered) remember(this.shell.bot, this.kept)
  }

  #setConnection(state: Connection): void {
    if (state === 'reconnecting' && this.connection === 'online') {
      this.#downTimer ??= setTimeout(() => this.#tellConnection('reconnecting'), patienceMs)
    } else this.#tellConnection(state)
  }

  #tellConnection(state: Connection): void {
    clearTimeout(this.#downTimer)
    this.#downTimer = undefined
    this.connection = state
    if (state !== 'online') this.#setTyping(false)
    this.#changed()
  }

  #setTyping(typing: boolean): void {
    clearTimeout(this.#typingTimer)
    if (typing) this.#typingTimer = setTimeout(() => this.#setTyping(false), typingMs)
    if (this.typing === typing) return
    this.typing = typing
    this.#changed()
  }

  #add(entry: Entry): void {
    const at = this.entries.findIndex(({ key, id }) => key === entry.key || (id && id === entry.id))
    if (at < 0) {
      // What is still on its way stands below what the server has.
      const place = entry.id ? this.entries.findIndex(({ id }) => id === undefined) : -1
      this.entries = place < 0 ? [...this.entries, entry] : this.entries.toSpliced(place, 0, entry)
    } else {
      const { key } = this.entries[at]!
      const rest = this.entries.toSpliced(at, 1)
      const place = rest.findIndex(({ id }) => id === undefined)
      this.entries = rest.toSpliced(place < 0 ? rest.length : place, 0, { ...entry, key })
    }
  }

  #mark(key: string, change: Partial<Entry>): void {
    this.entries = this.entries.map((entry) =>
      entry.key === key || entry.id === key ? { ...entry, ...change } : entry,
    )
    this.#changed()
  }

  #hear(list: readonly Activity[], anew: boolean): void {
    const seen = anew ? (this.kept.seen ?? Infinity) : (this.kept.seen ?? 0)
    let fresh = 0
    for (const activity of list) {
      const { id, type } = activity
      const isNew = isUnsaved(id) || sequenceOf(id) > seen
      if (type === 'event') this.#hearFeedback(activity)
      if (type !== 'message') continue
      if (activity.from?.role === 'user') {
        this.#add(ownOf(activity))
        continue
      }
      const entry = botsOf(activity)
      this.#setTyping(false)
      // The thanks stand beside the thumbs already.
      if (entry.message?.kind === 'notice' && entry.message.notice === 'feedback') continue
      this.#add(entry)
      this.#pin(entry, isNew)
      if (!isNew) continue
      const { kind } = entry.message!
      fresh++
      this.lastBy = 'bot'
      const level = 'level' in entry.message! ? entry.message.level : undefined
      this.#announce({
        text: `${words.assistant}: ${entry.speak}`,
        urgent: level === 'emergency' || level === 'urgent',
      })
      this.shell.emit('message', level ? { kind, level } : { kind })
      if (entry.message?.kind !== 'notice') continue
      if (entry.message.notice === 'deleted') return this.#deleted()
      if (entry.message.notice === 'check-in-agreed') void this.#keepForCheckIn()
    }
    this.kept.seen = Math.max(this.kept.seen ?? 0, ...list.map(({ id }) => sequenceOf(id)))
    if (!this.shell.isOpen() && fresh) this.setUnread((this.kept.unread ?? 0) + fresh)
    this.#changed()
  }

  #hearFeedback({ name, value }: Activity): void {
    const { feedback, answer } = (value ?? {}) as { feedback?: 'up' | 'down'; answer?: string }
    if (name === 'feedback' && feedback && answer) this.#mark(answer, { feedback })
  }

  /** An urgent instruction stays in sight until it is acknowledged, or until a changed answer lowered it. */
  #pin({ id, message }: Entry, isNew: boolean): void {
    if (message?.kind !== 'advice') return
    if (message.level === 'routine' || message.level === 'self-care') delete this.kept.strip
    else if (isNew || !this.kept.read?.includes(id!)) this.kept.strip = stripOf(message)
    else delete this.kept.strip
  }

  acknowledge(): void {
    const ids = this.entries.flatMap(({ id, message }) => (message?.kind === 'advice' && id ? [id] : []))
    this.kept.read = ids
    delete this.kept.strip
    this.#keep()
    this.#changed()
  }

  setUnread(count: number): void {
    this.kept.unread = count
    this.#keep()
    this.shell.unread(count)
  }

  #send(said: Omit<Activity, 'channelData'>, shown?: string): void {
    const channelData = { clientActivityID: randomId(), ...(shown && { shown }) }
    const activity = { ...said, locale: this.shell.settings.lang, channelData }
    if (said.type === 'message') {
      this.#add(pendingOf(activity))
      this.lastBy = 'person'
      this.remark = ''
    }
    this.#line?.send(activity)
    this.#changed()
  }

  say(text: string): void {
    this.#send({ type: 'message', text })
  }

  /** @param chosen options of one question */
  answer(question: string, chosen: readonly Option[]): void {
    const answers = chosen.map(({ value }) => value)
    this.#send({ type: 'message', value: { question, answers } }, chosen.map(({ label }) => label).join(', '))
  }

  feedback(answer: string, feedback: 'up' | 'down'): void {
    this.#mark(answer, { feedback })
    this.#send({ type: 'event', name: 'feedback', value: { feedback, answer } })
  }

  /** A message the server refused, once more. */
  sendAgain(entry: Entry): void {
    this.entries = this.entries.filter(({ key }) => key !== entry.key)
    if (entry.tapped) {
      const { question, answers } = entry.tapped
      this.#send({ type: 'message', value: { question, answers } }, entry.text)
    } else this.say(entry.text)
  }

  show(view: View): void {
    this.view = view
    this.#changed()
  }

  /** Kept on this device only when the server has given a ticket for it. */
  async setRemembered(on: boolean): Promise<void> {
    this.remembered = on
    this.notRemembered = false
    this.#changed()
    if (!on) return this.#forgetTicket()
    const line = this.#line
    const given = await line?.askTicket()
    if (line !== this.#line || !this.remembered) return
    this.remembered = given === true
    this.notRemembered = !given
    this.#keep()
    this.#changed()
  }

  /** Who wants to be asked again some days later must find this chat again by then. */
  async #keepForCheckIn(): Promise<void> {
    if (!this.remembered) await this.setRemembered(true)
    this.remark = this.remembered ? words.keptForCheckIn : words.notKeptForCheckIn
    this.#changed()
  }

  #forgetTicket(): void {
    if (this.kept.ticket) {
      forget(this.shell.bot)
      this.#line?.giveBackTicket()
    }
    this.remembered = false
    this.#keep()
    this.#changed()
  }

  #clear(): void {
    this.#forgetTicket()
    this.#line?.stop()
    this.#line = undefined
    this.entries = []
    this.typing = false
    this.remark = ''
  }

  #deleted(): void {
    this.#clear()
    this.kept = {}
    dropKept(this.shell.bot)
    this.show('deleted')
  }

  /** A new conversation. What is pinned stays pinned. */
  restart(): void {
    const { strip } = this.kept
    this.#clear()
    this.kept = strip ? { strip } : {}
    this.#keep()
    this.connection = 'connecting'
    this.#connect()
    this.show('chat')
    this.shell.emit('restart')
  }

  stop(): void {
    this.#line?.stop()
  }
}

function stripOf(advice: Advice): NonNullable<Kept['strip']> {
  const { level, instruction: text } = advice
  const call = callLines(advice).find(({ href }) => href.startsWith('tel:'))
  return { text, level, ...(call && { call: { label: call.label, href: call.href } }) }
}

const tappedOf = (value: unknown): Entry['tapped'] => {
  const { question, answers } = (value ?? {}) as { question?: unknown; answers?: unknown }
  return typeof question === 'string' && Array.isArray(answers)
    ? { question, answers: answers.map(String) }
    : undefined
}

const saidText = ({ text, channelData, value }: Activity): string =>
  text || channelData?.shown || (tappedOf(value)?.answers.join(', ') ?? '')

const common = (activity: Activity) => {
  const tapped = tappedOf(activity.value)
  return {
    text: saidText(activity),
    at: Date.parse(activity.timestamp ?? '') || Date.now(),
    ...(tapped && { tapped }),
  }
}

const pendingOf = (activity: Activity): Entry => ({
  ...common(activity),
  key: activity.channelData!.clientActivityID!,
  state: 'sending',
})

const ownOf = (activity: Activity): Entry => ({
  ...common(activity),
  key: activity.channelData?.clientActivityID ?? activity.id!,
  id: activity.id!,
})

function botsOf(activity: Activity): Entry {
  const message = messageOf(activity)
  const text = activity.text ?? ''
  return {
    key: activity.id!,
    id: activity.id!,
    at: common(activity).at,
    text,
    speak: activity.speak || text,
    message,
  }
}
