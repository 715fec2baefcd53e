/** Small pieces that several messages are made of. */
import words from '../../../knowledge/widget/en.json'
import { distinct, type Answer, type Call, type Source } from '../message.ts'
import { fill } from '../settings.ts'
import { Icon } from './icon.tsx'

/** So many letters read easily as one paragraph. */
const easy = 160

/** A longer text without paragraphs of its own, two sentences at a time. */
const paragraphs = (text: string): string[] =>
  text.length <= easy || text.includes('\n')
    ? text.split(/\n{2,}/)
    : (text.match(/\S.*?[.!?]["”)]?(?=\s+[A-Z“"]|$)|\S.*$/g) ?? [text]).reduce<string[]>(
        (pairs, sentence, i) =>
          i % 2 ? [...pairs.slice(0, -1), `${pairs.at(-1)} ${sentence}`] : [...pairs, sentence],
        [],
      )

/** Text in the direction of its own language. */
export const Text = ({ children }: { children: string }) => (
  <>
    {paragraphs(children).map((paragraph) => (
      <p class="text">
        <bdi>{paragraph}</bdi>
      </p>
    ))}
  </>
)

export const Sources = ({ sources }: { sources: readonly Source[] }) =>
  sources.length === 0 ? null : (
    <details class="sources">
      <summary>
        {words.sources} ({distinct(sources).length})
      </summary>
      <ul>
        {distinct(sources).map((line) => (
          <li>
            <bdi>{line}</bdi>
          </li>
        ))}
      </ul>
    </details>
  )

const withoutRemark = (title: string): string => title.replace(/ \([^()]*\)$/, '')
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Figures gathered under what they are figures of; one that several sources give stands once. */
export function Ranges({ ranges }: Pick<Answer, 'ranges'>) {
  if (ranges.length === 0) return null
  const topics = new Map<string, Map<string, Set<string>>>()
  for (const { of, range, source } of ranges) {
    const topic = topics.get(of) ?? new Map<string, Set<string>>()
    topics.set(of, topic.set(range, (topic.get(range) ?? new Set()).add(withoutRemark(source.title))))
  }
  const differ = [...topics.values()].some((topic) => topic.size > 1)
  return (
    <div class="ranges">
      <h3>{differ ? words.rangesDiffer : words.ranges}</h3>
      <dl>
        {[...topics].map(([of, figures]) => (
          <div>
            <dt>
              <bdi>{capital(of)}</bdi>
            </dt>
            {[...figures].map(([range, titles]) => (
              <dd>
                <strong>
                  <bdi>{range}</bdi>
                </strong>{' '}
                <span>
                  <bdi>{[...titles].join('; ')}</bdi>
                </span>
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </div>
  )
}

export const Warning = ({ text }: { text: string }) =>
  text ? (
    <div class="warning">
      <h3>
        <Icon name="emergency" />
        {words.warning}
      </h3>
      <Text>{text}</Text>
    </div>
  ) : null

/** The whole instruction is the link; where it lacks the number, that stands below, for who calls from another phone. */
export const CallLine = ({ call, main }: { call: Call; main?: boolean }) => (
  <span class={main ? 'call-line main' : 'call-line'}>
    {call.href ? (
      <a class="call" href={call.href}>
        <Icon name={call.href.startsWith('sms:') ? 'text' : 'phone'} />
        <bdi>{call.label}</bdi>
      </a>
    ) : (
      <span class="instruction">
        <bdi>{call.label}</bdi>
      </span>
    )}
    {call.href && call.number && !call.label.includes(call.number) && (
      <span class="number">{fill(words.phone, { number: call.number })}</span>
    )}
  </span>
)
