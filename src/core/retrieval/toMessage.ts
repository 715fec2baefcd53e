/** Says a result: what is quoted is the article's, what stands around it is the wording's. */
import type { Answer, Unsure } from '../messages.ts'
import { fill } from '../wording.ts'
import type { Result } from './answer.ts'
import type { AnswerWording } from './answerWording.ts'

export function toMessage(result: Result, wording: AnswerWording): Answer | Unsure {
  switch (result.kind) {
    case 'answered':
      return {
        kind: 'answer',
        text: [...(result.verdict ? [result.verdict] : []), ...result.sentences].join(' '),
        ...(result.ranges.length > 0 && { ranges: result.ranges }),
        sources: result.sources,
        ...(result.alsoIn.length > 0 && { alsoIn: result.alsoIn }),
        sections: [result.passage, ...(result.also ? [result.also] : [])].map(({ id }) => id),
        score: result.score,
      }
    case 'closest':
      return {
        kind: 'unsure',
        text: wording.closest,
        suggestions: [],
        closest: { text: result.sentences.join(' '), sources: result.sources },
      }
    case 'unknown': {
      const { known } = result
      // "should I buy a mattress" is about the mattress
      const missing = result.missing.find(({ kind }) => kind !== 'brand') ?? result.missing[0]
      const refusal = missing
        ? fill(wording.kinds[missing.kind] ?? wording.about, { what: missing.words })
        : wording.unsure
      return known
        ? {
            kind: 'unsure',
            text: `${refusal} ${wording.known}`,
            suggestions: [],
            closest: { text: known.sentences.join(' '), sources: known.sources },
          }
        : { kind: 'unsure', text: refusal, suggestions: wording.suggestions }
    }
    default:
      return result satisfies never
  }
}
