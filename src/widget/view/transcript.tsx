/** The whole conversation to read, print and keep. */
import words from '../../../knowledge/widget/en.json'
import type { Chat, Entry } from '../chat.ts'
import { print, save } from '../print.ts'
import { unbroken } from '../settings.ts'

const who = ({ message }: Entry): string => (message ? words.assistant : words.you)

/** Regions whose name is not the one their country has in tags of languages. */
const countries: Readonly<Record<string, string>> = { uk: 'GB', eu: 'IE' }

/** In the language of the words around it, in the order of the place whose numbers are shown. */
export const time = (at: number, region = ''): string => {
  const country = Object.hasOwn(regionNumbers, region) && (countries[region] ?? region.toUpperCase())
  const locale = country ? `${words.lang}-${country}` : words.lang
  return new Date(at).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' })
}

export function Transcript({ chat }: { chat: Chat }) {
  const { entries, shell } = chat
  const { region } = shell.settings
  const text = entries.map((entry) => `${who(entry)}, ${time(entry.at, region)}\n${entry.text}`).join('\n\n')
  return (
    <div class="page transcript">
      <div class="buttons inline">
        <button type="button" class="choice" onClick={() => save(`${text}\n`, words.transcriptFile)}>
          {words.save}
        </button>
        <button type="button" class="choice" onClick={() => print(shell.root)}>
          {words.print}
        </button>
      </div>
      {entries.length === 0 && <p>{words.transcriptEmpty}</p>}
      <ol>
        {entries.map((entry) => (
          <li key={entry.key} class={entry.message ? '' : 'mine'}>
            <h3>
              {who(entry)} <time>{time(entry.at, region)}</time>
            </h3>
            <p class="text">
              <bdi>{unbroken(entry.text)}</bdi>
            </p>
          </li>
        ))}
      </ol>
    </div>
  )
}
