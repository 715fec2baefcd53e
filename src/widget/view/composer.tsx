/** Where people type. Its own state, so that typing draws nothing else. */
import { useRef } from 'preact/hooks'
import words from '../../../knowledge/widget/en.json'
import type { Chat } from '../chat.ts'
import { Icon } from './icon.tsx'

/** What the server reads of one message. */
const longest = 4000

export function Composer({ chat }: { chat: Chat }) {
  const input = useRef<HTMLTextAreaElement>(null)
  const grow = () => {
    const element = input.current!
    if (CSS.supports('field-sizing', 'content')) return
    element.style.height = 'auto'
    element.style.height = `${element.scrollHeight + 2}px`
  }
  const send = (event: Event) => {
    event.preventDefault()
    const text = input.current!.value.trim()
    if (!text) return input.current!.focus()
    input.current!.value = ''
    grow()
    chat.say(text)
  }
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) send(event)
  }
  return (
    <form class="composer" onSubmit={send}>
      <label class="aside" for="message">
        {words.input}
      </label>
      <textarea
        id="message"
        ref={input}
        rows={1}
        maxLength={longest}
        placeholder={words.placeholder}
        dir="auto"
        autoComplete="off"
        enterkeyhint="send"
        onInput={grow}
        onKeyDown={key}
      />
      <button type="submit" class="send" aria-label={words.send}>
        <Icon name="send" />
      </button>
    </form>
  )
}
