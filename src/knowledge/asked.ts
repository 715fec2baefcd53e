/**
 * Reads the ways people ask for what an article says: `knowledge/asked/<article>.md`, with the article's own headings and one
 * question a line. They are searched and never shown.
 *
 *     ## One spasm
 *
 *     - how long does one cramp go on
 *     - when does it let go
 */
import type { Passage } from '../core/retrieval/passages.ts'
import type { Fault } from './faults.ts'

/** The passages with the ways to ask for them; what is wrong goes to `faults`. `name` is `asked/<article>.md`. */
export function withAsked(
  passages: readonly Passage[],
  name: string,
  text: string,
  faults: Fault[],
): Passage[] {
  const fault = (line: number, message: string) => void faults.push({ file: name, line, message })
  const article = name.replace(/^.*\//, '').replace(/\.md$/, '')
  // A faulty article lacks sections only because it could not be read: that would be told twice.
  if (faults.some(({ file }) => file === `articles/${article}.md`)) return [...passages]
  const own = passages.filter((passage) => passage.article === article)
  if (own.length === 0) {
    fault(1, `there is no article articles/${article}.md: name the file after its article`)
    return [...passages]
  }
  const asked = new Map<string, string[]>()
  let phrases: string[] | undefined
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const [, heading] = /^## (.*)$/.exec(line) ?? []
    const [, phrase] = /^- (.*\S)/.exec(line) ?? []
    if (heading !== undefined) {
      const passage = own.find(({ section }) => section === heading.trim())
      if (!passage)
        fault(at + 1, `articles/${article}.md has no section "${heading.trim()}": correct one of them`)
      else if (asked.has(passage.id)) fault(at + 1, `a second "${heading.trim()}": put both lists under one`)
      phrases = []
      if (passage) asked.set(passage.id, phrases)
    } else if (phrase === undefined || !phrases)
      fault(
        at + 1,
        'a heading "## …" of the article comes first, then one question a line: "- when does it let go"',
      )
    else phrases.push(phrase)
  }
  return passages.map((passage) => ({ ...passage, asked: asked.get(passage.id) ?? passage.asked }))
}
