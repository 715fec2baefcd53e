/** Rules first; where they find nothing, the second opinion may still ask. */
import type { RedFlag } from '../triage/flags.ts'
import { redFlag } from '../triage/flags.ts'
import type { Lexicon } from './lexicon.ts'
import type { Recognition } from './mention.ts'
import { compile, type Recogniser } from './recognise.ts'
import { secondOpinion, type Opinion } from './secondOpinion.ts'

/** Log-odds from which a closed question is worth its disturbance; an emergency is worth more. */
const worthAsking = { emergency: -0.8, urgent: -0.5 } as const

export function recogniser({ lexicon, opinion }: { lexicon: Lexicon; opinion: Opinion }): Recogniser {
  const { recognise } = compile(lexicon)
  const suspect = secondOpinion(opinion)

  return {
    recognise: (text) => {
      const found = recognise(text)
      // One or two words ("no", "since yesterday") say too little for a guess; the rules know the short signs.
      if (!/\S\s+\S+\s+\S/.test(text)) return found
      if (found.unsure.length > 0 || Object.keys(found.heard.signs ?? {}).length > 0) return found
      const read = readAlready(found)
      const suspicion = suspect(text).find(
        ({ flag, score }) => score >= worthAsking[redFlag(flag).level] && !read.has(flag),
      )
      return suspicion ? { ...found, unsure: [suspicion.flag] } : found
    },
  }
}

/** Flags the rules found and read as negated, past, hypothetical or another person's. */
const readAlready = ({ mentions }: Recognition): ReadonlySet<RedFlag> =>
  new Set(mentions.map(({ flag }) => flag))
