/** What a person should look at in knowledge that builds: hard sentences, thin sections, numbers nobody has checked. */
import type { Passage } from '../core/retrieval/passages.ts'
import type { Region } from '../core/regions.ts'
import type { Built } from './build.ts'
import { countWords } from './sentences.ts'

/** What each kind means, and what to do about it. */
export const kinds = {
  'section length': 'Sections of the usual length are found best: split long ones, join short ones.',
  'few phrasings': 'People ask in many words: add ways to ask in knowledge/asked.',
  'long sentence': 'Patients read short sentences more easily: split it.',
  'unclear when quoted alone': 'An answer may quote a single sentence: let it name what it speaks of.',
  'asked twice': 'The same words lead to two sections: leave them with one.',
  'no such line': 'Nothing to do, unless the region has such a line by now.',
  'number not confirmed':
    'Patients are shown these numbers, and nobody at a clinic has checked them. Call or look up each one of your region, then write the day in its "confirmed" (such as "2026-11-22") in knowledge/regions.',
  'overdue review': 'A clinician should read it again, then write the day in "reviewed".',
} as const

export interface Finding {
  readonly kind: keyof typeof kinds
  readonly where: string
  readonly what: string
}

/** Reading age 9 to 11. */
export const longestSentence = 20
/** Sections of 60 to 120 words are found best; a section with one short fact may be shorter. */
const sectionWords = { fewest: 25, most: 120 }
const reviewEveryDays = 365
/** A sentence is quoted alone, so it must name what it speaks of. */
export const danglingOpening = /^(This|That|These|Those|It|Its|They|Their|Them|He|She|Such|Here|There)\b/

export function review(built: Built, today: Date): Finding[] {
  return [
    ...built.content.passages.flatMap(reviewPassage),
    ...askedTwice(built.content.passages),
    ...Object.values(built.content.regions).flatMap(reviewRegion),
    ...overdue(built.reviewed, today),
  ]
}

function reviewPassage({ id, sentences, asked }: Passage): Finding[] {
  const words = countWords(sentences.join(' '))
  const findings: Finding[] = []
  if (words < sectionWords.fewest || words > sectionWords.most)
    findings.push({
      kind: 'section length',
      where: id,
      what: `${words} words; ${sectionWords.fewest} to ${sectionWords.most} are found best`,
    })
  if (asked.length < 3)
    findings.push({ kind: 'few phrasings', where: id, what: 'give at least 3 other ways people ask for it' })
  for (const sentence of sentences) {
    if (countWords(sentence) > longestSentence)
      findings.push({
        kind: 'long sentence',
        where: id,
        what: `${countWords(sentence)} words: "${sentence}"`,
      })
    if (danglingOpening.test(sentence))
      findings.push({ kind: 'unclear when quoted alone', where: id, what: `"${sentence}"` })
  }
  return findings
}

function askedTwice(passages: readonly Passage[]): Finding[] {
  const owners = new Map<string, string>()
  return passages.flatMap(({ id, asked }) =>
    asked.flatMap((phrase): Finding[] => {
      const owner = owners.get(phrase.toLowerCase())
      owners.set(phrase.toLowerCase(), id)
      return owner ? [{ kind: 'asked twice', where: id, what: `"${phrase}" also leads to ${owner}` }] : []
    }),
  )
}

const lines = [
  'emergency',
  'alsoEmergency',
  'healthLine',
  'crisisLine',
  'poisonLine',
  'textEmergency',
  'textCrisis',
] as const

function reviewRegion(region: Region): Finding[] {
  return lines
    .filter((name) => name !== 'alsoEmergency' || region[name])
    .flatMap((name): Finding[] => {
      const line = region[name]
      if (!line)
        return [
          {
            kind: 'no such line',
            where: region.id,
            what: `${name}: people are given what the region does have`,
          },
        ]
      if (line.confirmed) return []
      return [
        { kind: 'number not confirmed', where: region.id, what: `${name}: ${line.name} ${line.number}` },
      ]
    })
}

function overdue(reviewed: Built['reviewed'], today: Date): Finding[] {
  return [...reviewed].flatMap(([file, day]): Finding[] => {
    const days = Math.floor((today.getTime() - Date.parse(day)) / 86_400_000)
    return days > reviewEveryDays
      ? [{ kind: 'overdue review', where: file, what: `last reviewed ${day}, ${days} days ago` }]
      : []
  })
}
