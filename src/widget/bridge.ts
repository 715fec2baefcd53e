/** What the loader and the panel are to each other. They are two files, so this is all they share. */
import type { Settings } from './settings.ts'

/** Told to the page; never a word of the conversation. */
export interface Events {
  open: undefined
  close: undefined
  restart: undefined
  unread: { count: number }
  /** The bot said something: `question`, `answer`, `advice`, … and, of an advice, how urgent it is. */
  message: { kind: string; level?: string }
}

/** The loader, as the panel sees it. */
export interface Shell {
  /** Origin of the bot. */
  readonly bot: string
  readonly settings: Settings
  /** What to call where the page's readers are, as people read it. */
  readonly emergency: string | undefined
  readonly root: ShadowRoot
  /** The dialog that the panel fills. */
  readonly frame: HTMLElement
  isOpen(): boolean
  /** By the person: gives the focus back to the launcher. */
  close(): void
  unread(count: number): void
  emit<Name extends keyof Events>(
    name: Name,
    ...detail: undefined extends Events[Name] ? [] : [Events[Name]]
  ): void
}

/** The panel, as the loader sees it. */
export interface Panel {
  /** The person opened it, or it was open before the page was loaded anew. */
  opened(): void
  restart(): void
  remove(): void
}

export type StartPanel = (shell: Shell) => Panel

/** The panel's script element carries this, set by the loader that made it. */
export interface PanelScript extends HTMLScriptElement {
  backwise: (start: StartPanel) => void
}

/** What `window.Backwise` offers to the page. */
export interface Api {
  open(): void
  close(): void
  toggle(): void
  /** Begins a new conversation. */
  restart(): void
  /** @returns a function that ends it */
  on<Name extends keyof Events>(name: Name, hear: (detail: Events[Name]) => void): () => void
  /** Takes the widget off the page. */
  remove(): void
}
