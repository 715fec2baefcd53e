/**
 * What the bot says, not how it looks. A `Message` travels as `activity.channelData.message` beside the rendered
 * text and cards; other programs rely on its fields (see the README, "Contracts").
 */
import type { Action, Level, RedFlag, SignId } from './triage/flags.ts'

/** A choice. `value` is what a tap sends: a flag id, `<flag>/<sign>`, `none`, `yes`, `no`, `not-sure`, or a plain word. */
export interface Option {
  readonly value: string
  readonly label: string
}

/** Where a statement comes from. `document` is the id of a source document (`000` … `004`, `nhs-back-pain`, …). */
export interface Source {
  readonly document: string
  readonly title: string
  readonly section: string
}

/** One line to call or text, as instruction and link: `{ label: 'Call 999 now', href: 'tel:999', number: '999' }`. */
export interface Call {
  readonly label: string
  readonly href: string
  readonly number: string
}

export interface Question {
  readonly kind: 'question'
  readonly question: string
  readonly text: string
  /** Said under the question: how to answer it. */
  readonly hint?: string
  readonly multiple: boolean
  readonly flags: readonly RedFlag[]
  readonly options: readonly Option[]
  readonly progress: { readonly step: number; readonly of: number }
  /** What the person was told to do today, while the questions go on; a card shows it where nothing is pinned. */
  readonly standing?: string
}

/** A closed question about one possible red flag. */
export interface Confirm {
  readonly kind: 'confirm'
  readonly flags: readonly RedFlag[]
  /** Which of the flag's signs it asks about. */
  readonly sign?: SignId
  readonly text: string
  readonly options: readonly Option[]
}

export interface Advice {
  readonly kind: 'advice'
  readonly level: Level
  readonly flags: readonly RedFlag[]
  readonly rule: string
  readonly action: Action
  /** Level in words: "This is an emergency". */
  readonly heading: string
  /** The action itself, first line of an urgent message: "Call 999 now". */
  readonly instruction: string
  /** Numbers to call or text, the most important first; may be empty for routine and self-care. */
  readonly calls: readonly Call[]
  /** Why, in the person's own answers. */
  readonly because: readonly string[]
  /** What to do, in order. */
  readonly steps: readonly string[]
  /** What would make it worse and what to do then. */
  readonly worse: string
  /** How to correct it, who is told, that nobody reads the chat live. */
  readonly notes: readonly string[]
  readonly sources: readonly Source[]
  /** What the person can do next: "That's not right", "I can't call", "Print". */
  readonly options: readonly Option[]
}

export interface Answer {
  readonly kind: 'answer'
  readonly text: string
  /** Where sources give different figures: each range with its source and what it is a range of. */
  readonly ranges?: readonly { readonly of: string; readonly range: string; readonly source: Source }[]
  /** What to do if it is happening now, after a question about a red flag. */
  readonly warning?: string
  readonly sources: readonly Source[]
  /** Sections that say nearly the same, and so are not quoted. */
  readonly alsoIn?: readonly Source[]
  /** Ids of the sections it was made of, which a thumb under it counts for. */
  readonly sections?: readonly string[]
  /** 0 to 1, how well the passage covers the question. */
  readonly score: number
  readonly options?: readonly Option[]
}

export interface Unsure {
  readonly kind: 'unsure'
  readonly text: string
  /** Questions that can be asked instead. */
  readonly suggestions: readonly string[]
  /** "The closest I have is …", when there is something close. */
  readonly closest?: { readonly text: string; readonly sources: readonly Source[] }
  readonly warning?: string
}

export interface Notice {
  readonly kind: 'notice'
  /** `welcome`, `help`, `privacy`, `error`, `small-talk`, `why`, `read-again`, `too-long`, `language`, … */
  readonly notice: string
  readonly text: string
  readonly options?: readonly Option[]
  /** Where to go on: a private chat. */
  readonly link?: { readonly label: string; readonly href: string }
  /** What was asked before still waits: for clients whose quick replies stand under the last message only. */
  readonly waiting?: readonly Option[]
}

export type Message = Question | Confirm | Advice | Answer | Unsure | Notice
