/** The conversation. New messages come into view from their beginning, unless the person is reading further up. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import words from '../../../knowledge/widget/en.json'
import type { Chat, Entry } from '../chat.ts'
import { Icon } from './icon.tsx'
import { EntryView } from './messageView.tsx'
import { Text } from './parts.tsx'

/** So near to the end, the person is reading along. In pixels. */
const near = 80

/** For each message, what the person said next; one pass from the end. */
function replies(entries: readonly Entry[]): (Entry | undefined)[] {
  const next: (Entry | undefined)[] = []
  let reply: Entry | undefined
  for (let i = entries.length - 1; i >= 0; i--) {
    next[i] = reply
    if (!entries[i]!.message) reply = entries[i]
  }
  return next
}

export function Log({ chat }: { chat: Chat }) {
  const { entries, lastBy, typing, connection } = chat
  const log = useRef<HTMLDivElement>(null)
  const along = useRef(true)
  const [behind, setBehind] = useState(false)

  const follow = () => {
    const element = log.current!
    const own = entries.findLast(({ message }) => !message)
    const turn = own && element.querySelector<HTMLElement>(`[data-key="${CSS.escape(own.key)}"]`)
    const end = element.scrollHeight - element.clientHeight
    element.scrollTop = turn ? Math.min(end, turn.offsetTop - 12) : 0
    along.current = true
    setBehind(false)
  }

  const jump = () => {
    follow()
    log.current!.focus()
  }

  const last = entries.at(-1)?.key
  const before = useRef(last)
  useLayoutEffect(() => {
    const isNew = before.current !== last
    before.current = last
    if (along.current || (isNew && lastBy === 'person')) follow()
    else if (isNew) setBehind(true)
  }, [last, entries.length, typing, chat.remark])

  // A shorter screen (the keyboard came) must not hide what was just in view.
  const latest = useRef(follow)
  latest.current = follow
  useLayoutEffect(() => {
    let height = log.current!.clientHeight
    const watch = new ResizeObserver(() => {
      const { clientHeight } = log.current!
      if (clientHeight !== height && clientHeight > 0 && along.current) latest.current()
      height = clientHeight || height
    })
    watch.observe(log.current!)
    return () => watch.disconnect()
  }, [])

  const scrolled = () => {
    const { scrollTop, scrollHeight, clientHeight } = log.current!
    const end = scrollHeight - clientHeight - scrollTop < near
    if (end) setBehind(false)
    along.current = end || behindTurn(log.current!, entries)
  }

  const reply = replies(entries)
  const advice = entries.findLast(({ message }) => message?.kind === 'advice')
  const { greeting, clinic } = chat.shell.settings
  return (
    <div class="log-frame">
      <div
        class="log"
        ref={log}
        onScroll={scrolled}
        tabIndex={0}
        role="region"
        aria-label={words.conversation}
      >
        <div class="intro">
          {greeting && <Text>{greeting}</Text>}
          <p>{words.privacyNotice}</p>
          <button type="button" class="link" onClick={() => chat.say(words.commands.privacy)}>
            {words.privacyMore}
          </button>
          {clinic && <span class="aside">{clinic}</span>}
        </div>
        <ol class="entries">
          {entries.map((entry, i) => (
            <EntryView
              key={entry.key}
              chat={chat}
              entry={entry}
              open={reply[i] === undefined}
              reply={reply[i]}
              latest={entry === advice}
              waiting={entry.state === 'sending' && connection !== 'online'}
            />
          ))}
        </ol>
        {typing && (
          <p class="typing">
            <span class="aside">{words.typing}</span>
            <i />
            <i />
            <i />
          </p>
        )}
        {chat.remark && (
          <p class="remark" role="status">
            {chat.remark}
          </p>
        )}
      </div>
      {behind && (
        <button type="button" class="jump" onClick={jump}>
          <Icon name="down" />
          {words.jump}
        </button>
      )}
    </div>
  )
}

/** The log stands where `follow` puts it: at the last thing the person said. */
function behindTurn(element: HTMLElement, entries: readonly Entry[]): boolean {
  const own = entries.findLast(({ message }) => !message)
  if (!own) return element.scrollTop < near
  const turn = element.querySelector<HTMLElement>(`[data-key="${CSS.escape(own.key)}"]`)
  return turn !== null && Math.abs(element.scrollTop - (turn.offsetTop - 12)) < near
}
