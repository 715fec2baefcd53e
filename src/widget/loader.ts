/**
 * The one line on a clinic's page. It shows a launcher, and asks nothing of anybody and keeps nothing until that is
 * pressed; then it fetches the panel. The number to call in an emergency is in here, so it is there when nothing else is.
 */
import {
  close as closeLabel,
  emergency as emergencyText,
  emergencyUnknown,
  launcher as launcherText,
  name as nameText,
  newMessages,
  opening,
  tryAgain,
  unreachable,
} from '../../knowledge/widget/en.json'
import type { Api, Panel, PanelScript, Shell } from './bridge.ts'
import { readKept, writeKept } from './kept.ts'
import css from './loader.css'
import { tel, type Settings } from './settings.ts'
import { inkOn, rgbOf } from './colour.ts'

const script = document.currentScript as HTMLScriptElement | null
const tag = 'backwise-chat'

type Hear = (detail: unknown) => void

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = Object.assign(document.createElement(name), properties)
  element.append(...children)
  return element
}

/** Pages may demand that every address of a script passes a policy with a name they can allow. */
const trusted = (url: string): unknown =>
  (window as unknown as TrustingWindow).trustedTypes
    ?.createPolicy('backwise', { createScriptURL: (same) => same })
    .createScriptURL(url) ?? url

interface TrustingWindow {
  trustedTypes?: {
    createPolicy(
      name: string,
      rules: { createScriptURL(url: string): string },
    ): { createScriptURL(url: string): unknown }
  }
}

function start(source: HTMLScriptElement): void {
  const bot = new URL(source.src).origin
  if (document.querySelector(`${tag}[data-bot="${bot}"]`)) return

  // The chat of another bot keeps its corner.
  const others = document.querySelector(tag)
  const host = make(tag as 'div', {})
  host.dataset['bot'] = bot
  const root = host.attachShadow({ mode: 'open' })
  document.body.append(host)
  const settings = {
    name: nameText,
    label: launcherText,
    lang: document.documentElement.lang || 'en',
    color: getComputedStyle(host).getPropertyValue('--backwise-brand'),
    ...served,
    ...(source.dataset as Partial<Settings>),
  }
  // What the bot's own advice names for that place; a region that is none is the bot's.
  const emergency = regionNumbers[settings.region!] ?? regionNumbers[served.region!]

  const colour = rgbOf(settings.color)
  const style = new CSSStyleSheet()
  style.replaceSync(css + (colour ? `.box{--brand:${settings.color};--brand-ink:${inkOn(colour)}}` : ''))
  root.adoptedStyleSheets = [style]

  const heard = new Map<string, Set<Hear>>()
  const emit: Shell['emit'] = (name, detail?: unknown) => heard.get(name)?.forEach((hear) => hear(detail))

  const badge = make('span', { className: 'badge', hidden: true })
  const launcher = make(
    'button',
    { className: 'launcher', ariaHasPopup: 'dialog', onclick: () => open(true) },
    settings.label,
    badge,
  )
  const call = make('a', { className: 'call', hidden: true })
  const corner = make('div', { className: 'corner' }, call, launcher)
  const frame = make('section', {
    className: 'frame',
    role: 'dialog',
    ariaLabel: settings.name,
    hidden: true,
    tabIndex: -1,
    onkeydown: ({ key }) => void (key === 'Escape' && close(true)),
  })
  const box = make(
    'div',
    {
      className: `box ${settings.side ?? (others ? 'start' : '')}`,
      dir: settings.dir ?? document.dir,
      lang: 'en',
    },
    corner,
    frame,
  )
  const atNight = matchMedia('(prefers-color-scheme: dark)')
  const { theme } = settings
  const dress = () => box.classList.toggle('dark', theme ? theme === 'dark' : atNight.matches)
  dress()
  atNight.addEventListener('change', dress)
  root.append(box)
  if (host.showPopover) {
    host.popover = 'manual'
    host.showPopover()
  }

  /** What stands in the frame until the panel does. */
  const wait = (text: string, ...more: Node[]) => {
    const line = make(
      'a',
      { className: 'call' },
      emergencyText.replace('{number}', emergency ?? emergencyUnknown),
    )
    if (emergency) line.href = tel(emergency)
    const shut = make('button', { className: 'launcher', onclick: () => close(true) }, closeLabel)
    const say = make('div', { role: 'status' }, text)
    frame.replaceChildren(make('div', { className: 'wait' }, line, say, ...more, shut))
  }

  let panel: Panel | undefined
  let loading = false
  let address: unknown
  const remember = () => writeKept(bot, { ...readKept(bot), open: shell.isOpen() })

  function load(): void {
    if (loading) return
    loading = true
    wait(opening)
    const file = make('script', {
      src: (address ??= trusted(bot + panelPath)) as string,
      integrity: panelIntegrity,
      crossOrigin: 'anonymous',
      nonce: source.nonce,
      onerror() {
        loading = false
        wait(unreachable, make('button', { className: 'launcher', onclick: again }, tryAgain))
      },
    }) as unknown as PanelScript
    file.backwise = (startPanel) => {
      frame.replaceChildren()
      panel = startPanel(shell)
      if (shell.isOpen()) panel.opened()
    }
    document.head.append(file)
  }

  /** The button goes when it is pressed. */
  const again = () => {
    load()
    frame.focus()
  }

  function open(byPerson: boolean): void {
    if (!shell.isOpen()) {
      frame.hidden = false
      corner.hidden = true
      load()
      remember()
      panel?.opened()
      emit('open')
    }
    if (byPerson) frame.focus()
  }

  function close(byPerson: boolean): void {
    if (!shell.isOpen()) return
    frame.hidden = true
    corner.hidden = false
    remember()
    showCall()
    if (byPerson) launcher.focus()
    emit('close')
  }

  const shell: Shell = {
    bot,
    emergency,
    settings,
    root,
    frame,
    isOpen: () => !frame.hidden,
    close: () => close(true),
    unread(count) {
      badge.hidden = count === 0
      badge.textContent = `${count}`
      const more = count ? `, ${newMessages.replace('{n}', `${count}`)}` : ''
      launcher.ariaLabel = settings.label + more
      emit('unread', { count })
    },
    emit,
  }

  /** What nobody has acknowledged yet stays in sight, also beside a closed panel. */
  const showCall = () => {
    const { strip } = readKept(bot)
    call.hidden = !strip
    call.textContent = strip?.call?.label ?? strip?.text ?? ''
    call.href = strip?.call?.href ?? tel(emergency ?? '')
  }

  const api: Api = {
    open: () => open(true),
    close: () => close(true),
    toggle: () => (shell.isOpen() ? close(true) : open(true)),
    restart: () => (panel ? panel.restart() : writeKept(bot, { strip: readKept(bot).strip })),
    on(name, hear) {
      const all = heard.get(name) ?? new Set()
      heard.set(name, all.add(hear as Hear))
      return () => void all.delete(hear as Hear)
    },
    remove() {
      panel?.remove()
      host.remove()
      if (own.Backwise === api) delete own.Backwise
    },
  }
  const own = window as { Backwise?: Api }
  own.Backwise ??= api
  Object.assign(host, { backwise: api })

  const kept = readKept(bot)
  showCall()
  if (kept.unread) shell.unread(kept.unread)
  if (kept.open) open(false)
}

if (script)
  if (document.body) start(script)
  else addEventListener('DOMContentLoaded', () => start(script))
