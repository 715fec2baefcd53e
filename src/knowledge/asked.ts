/**
 * Reads the ways people ask for what an article says: `knowledge/asked/<article>.md`, with the article's own headings and one
 * question a line. They are searched and never shown.
 *
 *     ## One spasm
 *
 *     - when does it let go
 *     - can it go on for hours => Seldom.
 *
 * What follows `=>` begins the answer to a yes/no or either/or question: a few words that the section's sentences bear out.
 */
import type { Passage } from '../core/retrieval/passages.ts'
import type { Fault } from './faults.ts'
import { countWords } from './sentences.ts'

type Ways = Pick<Passage, 'asked' | 'verdicts'>

/** In words. */
const longestVerdict = 10

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
  const ways = new Map<string, Ways>()
  let section: Ways | undefined
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const [, heading] = /^## (.*)$/.exec(line) ?? []
    const [question, verdict] = line.startsWith('- ')
      ? line
          .slice(2)
          .split('=>')
          .map((part) => part.trim())
      : []
    if (heading !== undefined) {
      const passage = own.find((one) => one.section === heading.trim())
      if (!passage)
        fault(at + 1, `articles/${article}.md has no section "${heading.trim()}": correct one of them`)
      else if (ways.has(passage.id)) fault(at + 1, `a second "${heading.trim()}": put both lists under one`)
      section = { asked: [], verdicts: {} }
      if (passage) ways.set(passage.id, section)
    } else if (!question || !section)
      fault(
        at + 1,
        'a heading "## …" of the article comes first, then one question a line: "- when does it let go"',
      )
    else {
      section.asked.push(question)
      if (verdict === undefined) continue
      if (!/^[A-Z\d].*\.$/.test(verdict) || countWords(verdict) > longestVerdict)
        fault(at + 1, `after "=>" comes one short sentence, such as "Yes, gently.": not "${verdict}"`)
      section.verdicts[question] = verdict
    }
  }
  return passages.map((passage) => ({ ...passage, ...ways.get(passage.id) }))
}
