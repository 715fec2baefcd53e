/** Everything that is not said in words, and what is done with the person's data. */
import words from '../../../knowledge/widget/en.json'
import type { Chat } from '../chat.ts'
import { fill, tel, unbroken } from '../settings.ts'

/** The 0 in brackets is only dialled at home: `+44 (0)20`. */
const abroad = /^(\+\d+) ?\(0\)/

export function Menu({ chat }: { chat: Chat }) {
  const { phone, hours, clinic } = chat.shell.settings
  const say = (text: string) => () => {
    chat.show('chat')
    chat.say(text)
  }
  const advice = chat.entries.findLast(({ message }) => message?.kind === 'advice')
  return (
    <div class="page menu">
      <ul>
        <Item label={words.check} act={say(words.commands.check)} />
        <Item label={words.changeAnswer} act={say(words.commands.change)} />
        {advice && <Item label={words.showSheet} act={() => chat.show('sheet')} />}
        <Item label={words.transcript} act={() => chat.show('transcript')} />
        <Item label={words.person} act={say(words.commands.person)} />
        {phone && (
          <li>
            <a class="item" href={tel(phone.replace(abroad, '$1'))}>
              {unbroken(fill(words.callClinic, { clinic: clinic || words.name, phone }))}
              {hours && <small>{fill(words.hours, { hours })}</small>}
            </a>
          </li>
        )}
      </ul>
      <ul>
        <Item label={words.privacyMore} act={say(words.commands.privacy)} />
        <li>
          <label class="item check">
            <input
              type="checkbox"
              checked={chat.remembered}
              onChange={(event) => void chat.setRemembered(event.currentTarget.checked)}
            />
            <span>
              {words.remember}
              <small>{words.rememberHint}</small>
              {chat.notRemembered && <small role="alert">{words.notRemembered}</small>}
            </span>
          </label>
        </li>
        <Item label={words.restart} act={() => chat.show('restart')} />
        <Item label={words.delete} act={say(words.commands.delete)} />
      </ul>
    </div>
  )
}

const Item = ({ label, act }: { label: string; act: () => void }) => (
  <li>
    <button type="button" class="item" onClick={act}>
      {label}
    </button>
  </li>
)

export const Restart = ({ chat }: { chat: Chat }) => (
  <div class="page">
    <p>{words.restartHint}</p>
    <div class="buttons">
      <button type="button" class="primary" onClick={() => chat.restart()}>
        {words.restartSure}
      </button>
      <button type="button" class="choice" onClick={() => chat.show('chat')}>
        {words.keep}
      </button>
    </div>
  </div>
)

export const Deleted = ({ chat }: { chat: Chat }) => (
  <div class="page">
    <p>{words.deletedText}</p>
    <div class="buttons">
      <button type="button" class="primary" onClick={() => chat.restart()}>
        {words.restart}
      </button>
    </div>
  </div>
)
