/**
 * Rules and second opinion together.
 *
 *   rules       what the words mention: recognise.ts
 *   opinion     weighs it, and finds what no rule knows: weigh.ts
 *   conclusion  how likely a red flag, an emergency, is affirmed after all: conclusion.ts
 *   settled     what is escalated, asked about and let pass: settle.ts
 */
import { consider, type ConclusionWeights } from './conclusion.ts'
import type { Lexicon } from './lexicon.ts'
import type { LexiconIndex } from './lexiconIndex.ts'
import type { Recognition } from './mention.ts'
import { compile, summarise, type Recogniser, type Study } from './recognise.ts'
import { secondOpinion, type Opinion } from './secondOpinion.ts'
import { settle } from './settle.ts'
import { byOpinion } from './weigh.ts'

/** What the rules are weighed with, and what decides. */
export interface Opinions {
  readonly opinion: Opinion
  readonly conclusion: ConclusionWeights
}

interface Learned {
  readonly lexicon: Lexicon
  /** Of the lexicon; made where it is not given. */
  readonly lexiconIndex?: LexiconIndex
  /** Without a conclusion, what rules and opinion make of each window stands. */
  readonly opinions: Pick<Opinions, 'opinion'> & Partial<Opinions>
}

export interface WeighedRecogniser extends Recogniser {
  /** @param foreign in a language nothing was learnt of: what rules find, weighed, and no more */
  recognise(text: string, foreign?: boolean): Recognition
}

export function recogniser({ lexicon, lexiconIndex, opinions }: Learned): WeighedRecogniser {
  const { study } = compile(lexicon, lexiconIndex)
  const judge = secondOpinion(opinions.opinion)
  const { conclusion } = opinions

  function weighed(text: string, foreign: boolean): Study {
    const found = study(text)
    // One or two words ("no", "since yesterday") say too little for a guess; the rules know the short signs.
    if (found.reading.words.length < 3) return found
    const impression = judge(found)
    const { whole, windows } = consider(found, impression)
    if (!foreign) return conclusion ? settle(whole, windows, conclusion) : whole.study
    return { ...whole.study, mentions: whole.study.mentions.filter(({ rule }) => rule !== byOpinion) }
  }

  return {
    recognise(text, foreign = false) {
      const found = weighed(text, foreign)
      const unbroken = text.replace(brokenLine, ' ')
      if (unbroken === text) return summarise(found)
      const again = weighed(unbroken, foreign)
      return summarise({
        ...found,
        mentions: [...found.mentions, ...again.mentions],
        facts: new Set([...found.facts, ...again.facts]),
      })
    },
  }
}

/** A line may end a thought or only a line: where the next goes on in small letters both are read, and either affirms. */
const brokenLine = /\n(?=[ \t]*\p{Ll})/gu
