/**
 * What the bot says, as its activities carry it in `channelData.message` (the README's contracts). It comes from
 * elsewhere, so nothing is taken for granted: a text that is missing is empty, a list that is missing has nothing in it.
 */
import type { Activity } from './directLine.ts'
import { unbroken } from './settings.ts'

export interface Option {
  readonly value: string
  readonly label: string
}
export interface Source {
  readonly title: string
  readonly section: string
}
export interface Call {
  readonly label: string
  /** `tel:` or `sms:`, else empty. */
  readonly href: string
  readonly number: string
}
export type Level = 'emergency' | 'urgent' | 'routine' | 'self-care'

export interface Question {
  readonly kind: 'question'
  readonly question: string
  readonly text: string
  readonly hint: string
  readonly multiple: boolean
  readonly options: readonly Option[]
  readonly step: number
  readonly of: number
}
export interface Confirm {
  readonly kind: 'confirm'
  readonly text: string
  readonly options: readonly Option[]
}
export interface Advice {
  readonly kind: 'advice'
  readonly level: Level
  readonly heading: string
  readonly instruction: string
  readonly calls: readonly Call[]
  readonly because: readonly string[]
  readonly steps: readonly string[]
  readonly worse: string
  readonly notes: readonly string[]
  readonly sources: readonly Source[]
  readonly options: readonly Option[]
}
export interface Answer {
  readonly kind: 'answer'
  readonly text: string
  readonly warning: string
  readonly ranges: readonly { readonly of: string; readonly range: string; readonly source: Source }[]
  readonly sources: readonly Source[]
  readonly options: readonly Option[]
}
export interface Unsure {
  readonly kind: 'unsure'
  readonly text: string
  readonly warning: string
  readonly suggestions: readonly string[]
  readonly closest: { readonly text: string; readonly sources: readonly Source[] }
}
export interface Notice {
  readonly kind: 'notice'
  readonly notice: string
  readonly text: string
  readonly options: readonly Option[]
}
export type Message = Question | Confirm | Advice | Answer | Unsure | Notice

type Raw = Readonly<Record<string, unknown>>

const object = (value: unknown): Raw => (typeof value === 'object' && value !== null ? (value as Raw) : {})
const exact = (value: unknown): string => (typeof value === 'string' ? value : '')
const text = (value: unknown): string => unbroken(exact(value))
const list = <T>(value: unknown, read: (item: Raw) => T): T[] =>
  Array.isArray(value) ? value.map((item) => read(object(item))) : []
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(text).filter(Boolean) : [])

const option = (raw: Raw): Option => ({ value: exact(raw['value']), label: text(raw['label']) })
const source = (raw: Raw): Source => ({ title: text(raw['title']), section: text(raw['section']) })
const call = (raw: Raw): Call => {
  const href = exact(raw['href'])
  const safe = /^(tel|sms):[\d+]+$/.test(href) ? href : ''
  return { label: text(raw['label']), href: safe, number: text(raw['number']) }
}
const levels: readonly string[] = ['emergency', 'urgent', 'routine', 'self-care']

export function messageOf({ channelData, text: said }: Activity): Message {
  const raw = object(channelData?.message)
  const common = { text: text(raw['text']), options: list(raw['options'], option) }
  const warning = text(raw['warning'])
  const sources = list(raw['sources'], source)
  switch (raw['kind']) {
    case 'question': {
      const progress = object(raw['progress'])
      return {
        ...common,
        kind: 'question',
        question: exact(raw['question']),
        hint: text(raw['hint']),
        multiple: raw['multiple'] === true,
        step: Number(progress['step']) || 1,
        of: Number(progress['of']) || 1,
      }
    }
    case 'confirm':
      return { ...common, kind: 'confirm' }
    case 'advice': {
      const level = exact(raw['level'])
      return {
        kind: 'advice',
        level: (levels.includes(level) ? level : 'urgent') as Level,
        heading: text(raw['heading']),
        instruction: text(raw['instruction']),
        calls: list(raw['calls'], call),
        because: texts(raw['because']),
        steps: texts(raw['steps']),
        worse: text(raw['worse']),
        notes: texts(raw['notes']),
        sources,
        options: common.options,
      }
    }
    case 'answer': {
      const ranges = list(raw['ranges'], (range) => ({
        of: text(range['of']),
        range: text(range['range']),
        source: source(object(range['source'])),
      }))
      return { ...common, kind: 'answer', warning, ranges, sources }
    }
    case 'unsure': {
      const closest = object(raw['closest'])
      return {
        kind: 'unsure',
        text: common.text,
        warning,
        suggestions: texts(raw['suggestions']),
        closest: { text: text(closest['text']), sources: list(closest['sources'], source) },
      }
    }
    case 'notice':
      return { ...common, kind: 'notice', notice: exact(raw['notice']) }
    default:
      return { kind: 'notice', notice: '', text: text(said), options: [] }
  }
}

/** The instruction first. It is the link itself when it says the first call; else the calls follow it. */
export function callLines({ instruction, calls }: Pick<Advice, 'instruction' | 'calls'>): Call[] {
  const [first, ...rest] = calls
  return first && (first.label === instruction || instruction.includes(first.number))
    ? [{ ...first, label: instruction }, ...rest]
    : [{ label: instruction, href: '', number: '' }, ...calls]
}

/** Titles with the sections of each, in order and without repeats. */
export const distinct = (sources: readonly Source[]): string[] => [
  ...new Set(sources.map(({ title, section }) => (section ? `${title}: ${section}` : title))),
]
