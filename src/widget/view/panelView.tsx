/** The whole panel: head, what must be in sight, and one view. */
import { useLayoutEffect, useRef } from 'preact/hooks'
import words from '../../../knowledge/widget/en.json'
import type { Chat, View } from '../chat.ts'
import { fill, tel } from '../settings.ts'
import { Composer } from './composer.tsx'
import { Icon } from './icon.tsx'
import { Log } from './log.tsx'
import { Deleted, Menu, Restart } from './menu.tsx'
import { Sheet } from './sheet.tsx'
import { Transcript } from './transcript.tsx'

const titles: Partial<Record<View, string>> = {
  menu: words.menu,
  transcript: words.transcript,
  sheet: words.sheetTitle,
  deleted: words.deletedTitle,
  restart: words.restart,
}

function EmergencyLine({ number }: { number: string | undefined }) {
  return (
    <p class="emergency-line">
      {number ? (
        <a href={tel(number)}>{fill(words.emergency, { number })}</a>
      ) : (
        fill(words.emergency, { number: words.emergencyUnknown })
      )}
    </p>
  )
}

/** The number to call is always there; what is urgent stands there too until it was acknowledged. */
function Emergency({ chat, read }: { chat: Chat; read: () => void }) {
  const line = <EmergencyLine number={chat.shell.emergency} />
  const { strip } = chat.kept
  if (!strip) return line
  const level = strip.level === 'emergency' ? 'emergency' : 'urgent'
  const call = level === 'emergency' ? strip.call : undefined
  return (
    <>
      <section class={`strip ${level}`} aria-label={words.levels[level]}>
        <Icon name={level} />
        <div>
          {strip.text !== call?.label && (
            <strong>
              <bdi>{strip.text}</bdi>
            </strong>
          )}
          {call && (
            <a href={call.href}>
              <bdi>{call.label}</bdi>
            </a>
          )}
        </div>
        <button type="button" onClick={read}>
          {words.seen}
        </button>
      </section>
      {!call && line}
    </>
  )
}

function Down({ chat }: { chat: Chat }) {
  const { connection, shell } = chat
  const text = {
    connecting: '',
    online: '',
    reconnecting: words.reconnecting,
    offline: words.offline,
    unreached: words.unreached,
    refused: words.refused,
  }[connection]
  return (
    <div role="status" class={text ? 'down' : 'aside'}>
      {text && (
        <>
          <p>{text}</p>
          {connection !== 'reconnecting' && shell.emergency && (
            <p>{fill(words.offlineEmergency, { number: shell.emergency })}</p>
          )}
        </>
      )}
    </div>
  )
}

export function PanelView({ chat }: { chat: Chat }) {
  const { view, shell } = chat
  const { name, clinic } = shell.settings
  const heading = useRef<HTMLHeadingElement>(null)
  const menu = useRef<HTMLButtonElement>(null)
  const before = useRef<View>('chat')
  const inside = view !== 'chat'

  // Its button goes with the strip, so the focus goes on to the title.
  const read = () => {
    chat.acknowledge()
    heading.current?.focus()
  }

  // Every change of view is the person's own act, so the focus goes with it.
  useLayoutEffect(() => {
    if (before.current !== view) (inside ? heading.current : menu.current)?.focus()
    before.current = view
  }, [view])

  return (
    <>
      <header>
        {inside && view !== 'deleted' ? (
          <button type="button" class="icon-button" aria-label={words.back} onClick={() => chat.show('chat')}>
            <Icon name="back" />
          </button>
        ) : null}
        <div class="title">
          <h2 ref={heading} tabIndex={-1}>
            <bdi>{view === 'deleted' ? words.deletedTitle : (titles[view] ?? name)}</bdi>
          </h2>
          {!inside && clinic && (
            <p>
              <bdi>{clinic}</bdi>
            </p>
          )}
        </div>
        {!inside && (
          <button
            type="button"
            ref={menu}
            class="icon-button"
            aria-label={words.menu}
            onClick={() => chat.show('menu')}
          >
            <Icon name="menu" />
          </button>
        )}
        <button type="button" class="icon-button" aria-label={words.close} onClick={() => shell.close()}>
          <Icon name="close" />
        </button>
      </header>
      {view !== 'sheet' && <Emergency chat={chat} read={read} />}
      <div class="view" hidden={inside}>
        <Log chat={chat} />
        <Down chat={chat} />
        <Composer chat={chat} />
      </div>
      {view === 'menu' && <Menu chat={chat} />}
      {view === 'restart' && <Restart chat={chat} />}
      {view === 'transcript' && <Transcript chat={chat} />}
      {view === 'sheet' && <Sheet chat={chat} />}
      {view === 'deleted' && <Deleted chat={chat} />}
    </>
  )
}
