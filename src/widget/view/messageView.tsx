/** One message, as it is meant. */
import { Component } from 'preact'
import words from '../../../knowledge/widget/en.json'
import type { Chat, Entry } from '../chat.ts'
import type { Answer, Confirm, Message, Notice, Option, Question, Unsure } from '../message.ts'
import { fill } from '../settings.ts'
import { AdviceView } from './adviceView.tsx'
import { Buttons, Ticks, stillOpen, type Chosen } from './choices.tsx'
import { Icon } from './icon.tsx'
import { Ranges, Sources, Text, Warning } from './parts.tsx'

interface Parts<M extends Message = Message> extends Chosen {
  chat: Chat
  entry: Entry
  message: M
}

const isNumbers = (options: readonly Option[]): boolean =>
  options.length > 6 && options.filter(({ label }) => /^\d+\b/.test(label)).length > 6

/** "10 (worst pain)" is 10 on its button, and whole where it is read out. */
const Numbers = ({ options, label, open, chosen, choose }: Parameters<typeof Buttons>[0]) => {
  const [plain, others] = [
    options.filter(({ value }) => /^\d+$/.test(value)),
    options.filter(({ value }) => !/^\d+$/.test(value)),
  ]
  return (
    <>
      <Buttons look="numbers" {...{ options: plain, label, open, chosen, choose }} />
      {others.length > 0 && <Buttons {...{ options: others, label, open, chosen, choose }} />}
    </>
  )
}

function QuestionView({ chat, entry, message, open, chosen }: Parts<Question>) {
  const { question, text, hint, options, step, of } = message
  const send = (picked: readonly Option[]) => chat.answer(question, picked)
  const heading = (
    <>
      {of > 1 && (
        <span class="progress">
          <span>{fill(words.progress, { step, of })}</span>
          <progress value={step} max={of} aria-hidden="true" />
        </span>
      )}
      <span class="asked">
        <bdi>{text}</bdi>
      </span>
    </>
  )
  if (message.multiple)
    return (
      <div class="card">
        <Ticks id={`q-${entry.key}`} legend={heading} {...{ options, hint, open, chosen, send }} />
      </div>
    )
  const Group = isNumbers(options) ? Numbers : Buttons
  return (
    <div class="card">
      <p class="heading">{heading}</p>
      {hint && open && (
        <p class="hint">
          <bdi>{hint}</bdi>
        </p>
      )}
      <Group label={text} {...{ options, open, chosen }} choose={(option) => send([option])} />
    </div>
  )
}

const ConfirmView = ({ chat, message, open, chosen }: Parts<Confirm>) => (
  <div class="card confirm">
    <p class="heading">
      <span class="asked">
        <bdi>{message.text}</bdi>
      </span>
    </p>
    <Buttons
      label={message.text}
      {...{ options: message.options, open, chosen }}
      choose={({ label }) => chat.say(label)}
    />
  </div>
)

const Thumbs = ({ chat, entry }: { chat: Chat; entry: Entry }) => (
  <div class="thumbs" role="group" aria-label={words.helpful}>
    <span role="status">{entry.feedback ? words.thanks : words.helpful}</span>
    {(['up', 'down'] as const).map((way) => (
      <button
        type="button"
        class="icon-button"
        aria-label={words[way]}
        aria-pressed={entry.feedback === way}
        onClick={() => entry.feedback !== way && entry.id && chat.feedback(entry.id, way)}
      >
        <Icon name={way === 'up' ? 'up' : 'thumbDown'} />
      </button>
    ))}
  </div>
)

const AnswerView = ({ chat, entry, message, chosen }: Parts<Answer>) => (
  <>
    <div class="card answer">
      <Warning text={message.warning} />
      <Text>{message.text}</Text>
      <Ranges ranges={message.ranges} />
      <Sources sources={message.sources} />
      <Thumbs chat={chat} entry={entry} />
    </div>
    <Next {...{ chat, chosen, options: message.options }} />
  </>
)

interface NextProps {
  chat: Chat
  options: readonly Option[]
  chosen: readonly string[] | undefined
  open?: boolean
}

const Next = ({ chat, options, chosen, open = stillOpen(options, chosen) }: NextProps) => (
  <Buttons
    look="inline"
    label={words.suggestions}
    {...{ options, open, chosen }}
    choose={({ label }) => chat.say(label)}
  />
)

const UnsureView = ({ chat, message, chosen }: Parts<Unsure>) => {
  const { closest, suggestions } = message
  const options = suggestions.map((label) => ({ value: label, label }))
  const open = stillOpen(options, chosen)
  return (
    <div class="card">
      <Warning text={message.warning} />
      <Text>{message.text}</Text>
      {closest.text && (
        <div class="closest">
          <Text>{closest.text}</Text>
          <Sources sources={closest.sources} />
        </div>
      )}
      {open && options.length > 0 && <h3>{words.suggestions}</h3>}
      <Buttons
        label={words.suggestions}
        {...{ options, open, chosen }}
        choose={({ label }) => chat.say(label)}
      />
    </div>
  )
}

/** Notices whose options answer something. */
const sure = ['delete-sure', 'renew-sure', 'whose']

const NoticeView = ({ chat, message, open, chosen }: Parts<Notice>) => (
  <>
    <div class="said">
      <Text>{message.text}</Text>
    </div>
    <Next {...{ chat, chosen, options: message.options }} {...(sure.includes(message.notice) && { open })} />
  </>
)

function BotMessage(props: Parts & { latest: boolean }) {
  const { message, chat, entry } = props
  switch (message.kind) {
    case 'question':
      return <QuestionView {...props} message={message} />
    case 'confirm':
      return <ConfirmView {...props} message={message} />
    case 'advice':
      return <AdviceView advice={message} latest={props.latest} {...{ chat, entry }} />
    case 'answer':
      return <AnswerView {...props} message={message} />
    case 'unsure':
      return <UnsureView {...props} message={message} />
    case 'notice':
      return <NoticeView {...props} message={message} />
  }
}

export interface EntryProps {
  chat: Chat
  entry: Entry
  /** Nothing was said after it by the person. */
  open: boolean
  /** What the person said next. */
  reply: Entry | undefined
  /** The last advice there is. */
  latest: boolean
  /** It has been on its way for long. */
  waiting: boolean
}

/** Drawn again only when something of it changed: the log may be long. */
export class EntryView extends Component<EntryProps> {
  override shouldComponentUpdate(next: EntryProps): boolean {
    const { entry, open, reply, latest, waiting } = this.props
    return (
      next.entry !== entry ||
      next.open !== open ||
      next.latest !== latest ||
      next.waiting !== waiting ||
      next.reply?.key !== reply?.key
    )
  }

  override render({ chat, entry, open, reply, latest, waiting }: EntryProps) {
    const { message, state, text } = entry
    if (!message)
      return (
        <li class="own" data-key={entry.key}>
          <span class="aside">{words.you}: </span>
          <p class="bubble">
            <bdi>{text}</bdi>
          </p>
          {waiting && <p class="waiting">{words.sending}</p>}
          {state === 'failed' && (
            <p class="failed">
              {words.failed}{' '}
              <button type="button" onClick={() => chat.sendAgain(entry)}>
                {words.sendAgain}
              </button>
            </p>
          )}
        </li>
      )
    const chosen = reply && (reply.tapped?.answers ?? [reply.text])
    return (
      <li class="bot" data-key={entry.key}>
        <span class="aside">{words.assistant}: </span>
        <BotMessage {...{ chat, entry, message, open, chosen, latest }} />
      </li>
    )
  }
}
