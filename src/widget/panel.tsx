/** Fills the loader's dialog: draws the conversation, keeps the keyboard and the screen in order. */
import { render } from 'preact'
import words from '../../knowledge/widget/en.json'
import { createAnnouncer } from './announce.ts'
import type { Panel, PanelScript, Shell } from './bridge.ts'
import { Chat } from './chat.ts'
import css from './panel.css'
import { faultsOf } from './settings.ts'
import { themeOf } from './theme.ts'
import { PanelView } from './view/panelView.tsx'

const fullScreen = matchMedia('(max-width: 30em), (max-height: 30em)')

/** A phone's keyboard covers the page; the panel takes what is left. */
function fitScreen(frame: HTMLElement, signal: AbortSignal): void {
  const { visualViewport: seen } = window
  if (!seen) return
  const fit = () => {
    frame.style.setProperty('--height', `${seen.height}px`)
    frame.style.setProperty('--top', `${Math.max(0, seen.offsetTop)}px`)
  }
  // Zoomed in by two fingers, the panel stays as it is, and the person moves about in it.
  const follow = () => seen.scale === 1 && fit()
  follow()
  seen.addEventListener('resize', follow, { signal })
  seen.addEventListener('scroll', follow, { signal })
}

/** While the panel is all there is to see, Tab stays in it. */
function keepFocus(frame: HTMLElement, root: ShadowRoot, signal: AbortSignal): void {
  const tell = () => frame.setAttribute('aria-modal', String(fullScreen.matches))
  tell()
  fullScreen.addEventListener('change', tell, { signal })
  frame.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Tab' || !fullScreen.matches) return
      const stops = [
        ...frame.querySelectorAll<HTMLElement>('a[href], button, input, textarea, summary, [tabindex="0"]'),
      ].filter((stop) => stop.checkVisibility?.() ?? stop.offsetParent)
      const edge = event.shiftKey ? stops[0] : stops.at(-1)
      if (root.activeElement !== edge && root.activeElement !== frame) return
      if (root.activeElement === frame && !event.shiftKey) return
      event.preventDefault()
      ;(event.shiftKey ? stops.at(-1) : stops[0])?.focus()
    },
    { signal },
  )
}

/** Whoever opens the panel and types at once is heard: what would be lost on the dialog itself goes into the field. */
function catchTyping(frame: HTMLElement, root: ShadowRoot, signal: AbortSignal): void {
  const catchKey = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent) => {
    if (root.activeElement !== frame || key.length !== 1 || key === ' ' || ctrlKey || metaKey || altKey)
      return
    frame.querySelector('textarea')?.focus()
  }
  frame.addEventListener('keydown', catchKey, { signal })
}

function startPanel(shell: Shell): Panel {
  const { frame, root, settings, emergency } = shell
  for (const fault of faultsOf(settings, emergency)) console.warn(`Backwise: ${fault}`)
  const end = new AbortController()
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css + themeOf(settings.color))
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]

  const place = document.createElement('div')
  place.className = 'panel'
  place.dir = settings.dir ?? words.dir
  frame.append(place)
  const draw = () => render(<PanelView chat={chat} />, place)
  let drawn = false
  const changed = () => {
    if (drawn) return
    drawn = true
    queueMicrotask(() => {
      drawn = false
      draw()
    })
  }
  const chat: Chat = new Chat(shell, changed, createAnnouncer(frame))
  fitScreen(frame, end.signal)
  keepFocus(frame, root, end.signal)
  catchTyping(frame, root, end.signal)
  changed()

  return {
    opened() {
      if (chat.kept.unread) chat.setUnread(0)
      changed()
    },
    restart: () => chat.restart(),
    remove() {
      end.abort()
      chat.stop()
      render(null, place)
    },
  }
}

;(document.currentScript as PanelScript | null)?.backwise(startPanel)
