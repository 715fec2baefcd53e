/** A care card: first what to do, then how urgent in words, and only then why. */
import words from '../../../knowledge/widget/en.json'
import type { Chat, Entry } from '../chat.ts'
import { callLines, type Advice, type Option } from '../message.ts'
import { Icon } from './icon.tsx'
import { CallLine, Sources } from './parts.tsx'

const print = 'print'

interface AdviceProps {
  advice: Advice
  entry: Entry
  chat: Chat
  /** An earlier advice is for reading only. */
  latest: boolean
}

export function AdviceView({ advice, entry, chat, latest }: AdviceProps) {
  const { level, because, steps, worse, notes, options } = advice
  const [first, ...calls] = callLines(advice)
  const urgent = level === 'emergency' || level === 'urgent'
  const tap = ({ value, label }: Option) => (value === print ? chat.show('sheet') : chat.say(label))
  const id = `advice-${entry.key}`
  return (
    <section class={`care ${level}`} aria-labelledby={id}>
      <div class="care-now">
        <h3 id={id}>
          <CallLine call={first!} main />{' '}
          <span class="care-level">
            <Icon name={level} />
            <bdi>{advice.heading || words.levels[level]}</bdi>
          </span>
        </h3>
        {calls.map((call) => (
          <CallLine call={call} />
        ))}
      </div>
      <div class="care-more">
        {because.length > 0 && (
          <>
            <h4>{words.because}</h4>
            {because.map((line) => (
              <p>
                <bdi>{line}</bdi>
              </p>
            ))}
          </>
        )}
        {steps.length > 0 && (
          <>
            <h4>{words.steps}</h4>
            <ol>
              {steps.map((step) => (
                <li>
                  <bdi>{step}</bdi>
                </li>
              ))}
            </ol>
          </>
        )}
        {worse && (
          <>
            <h4>{words.worse}</h4>
            <p>
              <bdi>{worse}</bdi>
            </p>
          </>
        )}
        {notes.map((note) => (
          <p class="note">
            <bdi>{note}</bdi>
          </p>
        ))}
        {latest && (
          <div class="buttons inline">
            <button type="button" class="choice strong" onClick={() => chat.show('sheet')}>
              {urgent ? words.showStaff : words.print}
            </button>
            {options
              .filter(({ value }) => value !== print)
              .map((option) => (
                <button type="button" class="choice" onClick={() => tap(option)}>
                  {option.label}
                </button>
              ))}
            <button type="button" class="choice" onClick={() => chat.say(words.commands.change)}>
              {words.changeAnswer}
            </button>
          </div>
        )}
        <Sources sources={advice.sources} />
      </div>
    </section>
  )
}
