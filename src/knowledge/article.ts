/**
 * Reads an article. The format is made for people who write, not for programs:
 *
 *     ---
 *     title: How long a spasm lasts
 *     reviewed: 2026-11-22
 *     ---
 *     ## One spasm
 *     documents: 002, 003
 *     range: one spasm | seconds to 15 minutes | 003
 *
 *     Plain sentences, up to the next heading. Each must make sense when it is quoted alone.
 *
 * `documents` is a must; `range` may stand several times or not at all. How people ask for a section stands in asked.ts.
 */
import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import type { Passage } from '../core/retrieval/passages.ts'
import type { Fault } from './faults.ts'
import { splitSentences } from './sentences.ts'

export interface Article {
  readonly reviewed: string
  readonly passages: readonly Passage[]
  /** Line of the heading of each section, by passage id. */
  readonly lines: ReadonlyMap<string, number>
}

const frontMatter = z.strictObject({ title: z.string().trim().min(1), reviewed: z.iso.date() })
const markup = /[*_`<>#|[\]{}]|https?:/
const slug = (heading: string): string =>
  heading
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
const list = (value: string, separator: string): string[] =>
  value
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** Reads one article; what is wrong goes to `faults`. `name` is `articles/<id>.md`. */
export function readArticle(name: string, text: string, faults: Fault[]): Article | undefined {
  const fault = (line: number, message: string) => void faults.push({ file: name, line, message })
  const id = name.replace(/^.*\//, '').replace(/\.md$/, '')
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))
    fault(1, 'the file name must be small letters, digits and single hyphens, such as ice-and-heat.md')

  if (text.includes('\uFFFD')) fault(1, 'holds characters that cannot be read: save it as UTF-8')

  const all = text
    .replace(/\r\n?/g, '\n')
    .replace(/^\uFEFF/, '')
    .split('\n')
  const end = all.indexOf('---', 1)
  if (all[0] !== '---' || end < 0) {
    fault(1, 'must begin with a line ---, then "title:" and "reviewed:", then a line ---')
    return undefined
  }
  const head = readHead(all.slice(1, end).join('\n'), fault)

  const passages: Passage[] = []
  const lines = new Map<string, number>()
  const starts = all.flatMap((line, i) => (i > end && line.startsWith('## ') ? [i] : []))
  const first = starts[0] ?? all.length
  for (let i = end + 1; i < first; i++)
    if (all[i]!.trim() !== '') fault(i + 1, 'text before the first heading is never found: begin with "## …"')
  if (starts.length === 0)
    fault(end + 1, 'has no section: add a heading such as "## How long one spasm lasts"')

  for (const [n, start] of starts.entries()) {
    const heading = all[start]!.slice(3).trim()
    const section = readSection(all.slice(start + 1, starts[n + 1] ?? all.length), start + 2, fault)
    const passage = { id: `${id}/${slug(heading)}`, article: id, title: head?.title ?? id, section: heading }
    if (slug(heading) === '') fault(start + 1, 'this heading has no words: write what people would ask for')
    if (lines.has(passage.id)) fault(start + 1, `a second section "${heading}": give each its own heading`)
    if (section.documents.length === 0)
      fault(start + 1, `"${heading}" names no source: add "documents: 000, …" under the heading`)
    if (section.sentences.length === 0) fault(start + 1, `"${heading}" has no sentences: write or remove it`)
    lines.set(passage.id, start + 1)
    passages.push({ ...passage, ...section, asked: [], verdicts: {} })
  }
  return head && { reviewed: head.reviewed, passages, lines }
}

type Report = (line: number, message: string) => void

function readHead(text: string, fault: Report): z.infer<typeof frontMatter> | undefined {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter })
  // The front matter begins on the second line of the file.
  for (const error of document.errors)
    fault(counter.linePos(error.pos[0]).line + 1, error.message.split('\n')[0]!)
  if (document.errors.length > 0) return undefined
  const parsed = frontMatter.safeParse(document.toJS())
  for (const issue of parsed.error?.issues ?? []) {
    const node: unknown = issue.path.length > 0 ? document.getIn(issue.path, true) : undefined
    const range = node && typeof node === 'object' && 'range' in node ? (node.range as number[]) : undefined
    const where = issue.path.join('.') || 'front matter'
    const what = where === 'reviewed' ? 'give the day a person last checked it, as YYYY-MM-DD' : issue.message
    fault(range ? counter.linePos(range[0]!).line + 1 : 1, `${where}: ${what}`)
  }
  return parsed.data
}

type Section = Pick<Passage, 'sentences' | 'documents' | 'ranges'>

function readSection(lines: readonly string[], firstLine: number, fault: Report): Section {
  const section: Section = { sentences: [], documents: [], ranges: [] }
  let i = 0
  const first = lines.findIndex((line) => line.trim() !== '')
  if (/^(documents|range):/.test(lines[first] ?? '')) i = first
  for (; i < lines.length && lines[i]!.trim() !== ''; i++) {
    const [, key, value = ''] = /^(\w+):(.*)$/.exec(lines[i]!) ?? []
    if (key === 'documents') section.documents.push(...list(value, ','))
    else if (key === 'range') {
      const [of, range, documents = ''] = value.split('|').map((part) => part.trim())
      if (of && range && documents) section.ranges.push({ of, range, documents: list(documents, ',') })
      else fault(firstLine + i, 'a range is written "range: one spasm | seconds to 15 minutes | 003"')
    } else
      fault(
        firstLine + i,
        `under a heading come "documents:" or "range:" lines, then a blank line, then the text${key === 'asked' ? '; ways to ask have a folder of their own, asked/' : ''}`,
      )
  }
  const prose: string[] = []
  for (; i < lines.length; i++) {
    const line = lines[i]!.trim()
    const plain = line.replace(/^- /, '\n')
    const mark = markup.exec(plain)
    if (mark) fault(firstLine + i, `articles hold plain sentences: remove the "${mark[0]}"`)
    prose.push(line === '' ? '\n' : plain)
  }
  section.sentences = splitSentences(prose.join(' '))
  for (const sentence of section.sentences)
    if (!/[.!?]["')]?$/.test(sentence)) {
      const line = lines.findIndex((l) => l.includes(sentence.split(' ').slice(-3).join(' ')))
      fault(firstLine + Math.max(line, 0), `this sentence does not end in a full stop: "${sentence}"`)
    }
  return section
}
