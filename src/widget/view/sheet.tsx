/** A sheet for whoever receives the person: large, plain, in the person's own answers, and no diagnosis. */
import words from '../../../knowledge/widget/en.json'
import type { Chat, Entry } from '../chat.ts'
import { print } from '../print.ts'
import { fill } from '../settings.ts'
import { time } from './transcript.tsx'

interface Answered {
  readonly asked: string
  readonly said: string
}

/** Questions with the answers that followed them; a question asked again counts with its last answer. */
function answered(entries: readonly Entry[]): Answered[] {
  const answers = new Map<string, Answered>()
  entries.forEach(({ message }, i) => {
    if (message?.kind !== 'question' && message?.kind !== 'confirm') return
    const reply = entries.slice(i + 1).find((entry) => !entry.message)
    const next = entries[i + 1]
    if (reply && next === reply && !('question' in message && message.question === 'change'))
      answers.set('question' in message ? message.question : message.text, {
        asked: message.text,
        said: reply.text,
      })
  })
  return [...answers.values()]
}

/** What was typed and led to something; a question about backs in general is nothing for the staff. */
const ownWords = (entries: readonly Entry[], answers: ReadonlySet<string>): string[] =>
  entries.flatMap(({ message, tapped, text }, i) => {
    const then = entries.slice(i + 1).find((entry) => entry.message)?.message?.kind
    const told = then === 'advice' || then === 'question' || then === 'confirm'
    return message || tapped || !told || answers.has(text) || isCommand(text) ? [] : [text]
  })

const isCommand = (text: string): boolean =>
  Object.values<string>(words.commands).includes(text.toLowerCase()) || /^that.s not right$/i.test(text)

export function Sheet({ chat }: { chat: Chat }) {
  const { entries, shell } = chat
  const latest = entries.findLast(({ message }) => message?.kind === 'advice')
  const advice = latest?.message
  if (!latest || advice?.kind !== 'advice') return <p class="page">{words.transcriptEmpty}</p>
  const pairs = answered(entries)
  const own = ownWords(entries, new Set(pairs.map(({ said }) => said)))
  return (
    <div class="page sheet">
      {shell.settings.clinic && (
        <p>
          <bdi>{shell.settings.clinic}</bdi>
        </p>
      )}
      <p class="when">{fill(words.sheetAdvised, { time: time(latest.at, shell.settings.region) })}</p>
      <h3 class="what">
        <bdi>{advice.instruction}</bdi>
      </h3>
      <p>
        <bdi>{advice.heading}</bdi>
      </p>
      <h4>{words.sheetTold}</h4>
      <ul>
        {advice.because.map((line) => (
          <li>
            <bdi>{line}</bdi>
          </li>
        ))}
      </ul>
      {advice.steps.length > 0 && (
        <>
          <h4>{words.sheetAdvice}</h4>
          <ol>
            {advice.steps.map((step) => (
              <li>
                <bdi>{step}</bdi>
              </li>
            ))}
          </ol>
        </>
      )}
      {own.length > 0 && (
        <>
          <h4>{words.sheetWords}</h4>
          {own.map((text) => (
            <blockquote>
              <bdi>{text}</bdi>
            </blockquote>
          ))}
        </>
      )}
      {pairs.length > 0 && (
        <>
          <h4>{words.sheetAnswers}</h4>
          <dl>
            {pairs.map(({ asked, said }) => (
              <div>
                <dt>
                  <bdi>{asked}</bdi>
                </dt>
                <dd>
                  <bdi>{said}</bdi>
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
      <p class="note">{words.sheetIntro}</p>
      <div class="buttons">
        <button type="button" class="primary" onClick={() => print(shell.root)}>
          {words.print}
        </button>
      </div>
    </div>
  )
}
