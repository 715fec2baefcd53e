/**
 * What the articles do say where they do not answer: a question may name one thing that no section names ("is a hot bath with
 * Epsom salts any good"), and be refused for it. Said beside the refusal is, the first of these that there is:
 *
 * - what stands on the thing most like it: on exercise, where swimming is asked about (`related` of the topics);
 * - the best section, where its heading shares an idea with the question: on the bath;
 * - what holds for everybody of whom it is asked, whatever is asked: on children, on pregnancy.
 *
 * Nothing is said beside what might be taken for leave: where the thing is the subject itself (a knee), an illness, a dose, or
 * does not go with a medicine that is named.
 */
import type { AnswerIndex } from './answerIndex.ts'
import { close, confidence } from './gate.ts'
import type { Judged, Judgement, Named } from './judge.ts'
import type { Passage } from './passages.ts'

export interface Beside {
  readonly passage: Passage
  /** What the refusal names. */
  readonly missing: readonly Named[]
}

/** Of an idea that a heading must share: in nats. */
const telling = 2.5
/** A section with this share of the best rank may stand in for the best. */
const nearly = 0.3
/** That the articles are about it at all, in log-odds: it may be less likely where the question speaks of the back. */
const likely = { alike: -2.2, ofTheBack: -1.5, else: -0.6 }
/** With these, what is said of children or in pregnancy is still said. */
const withPerson: ReadonlySet<string> = new Set(['person', 'medicine', 'treatment', 'condition', 'dose'])

export function besideRefusal(judgement: Judgement, index: AnswerIndex): Beside | undefined {
  const { hits, treats, ofTheBack } = judgement
  const [best] = hits
  if (!best) return undefined
  const { inside } = best.evidence
  const without = hits.filter(({ missing }) => missing.length > 0 && missing.every(({ partly }) => partly))
  return (
    (inside >= likely.alike ? onAlike(without, hits, index) : undefined) ??
    (inside >= (ofTheBack ? likely.ofTheBack : likely.else)
      ? onRest(without, judgement, index)
      : undefined) ??
    (ofTheBack || treats ? onPerson(best, index) : undefined)
  )
}

function onAlike(
  [first]: readonly Judged[],
  hits: readonly Judged[],
  { topics, search }: AnswerIndex,
): Beside | undefined {
  const ids = first?.missing.flatMap(({ words }) => topics.related(words)) ?? []
  if (!first || ids.length === 0) return undefined
  const passage =
    hits.find(({ hit, evidence }) => ids.includes(hit.passage.id) && confidence(evidence) >= close)?.hit
      .passage ?? search.passages.find(({ id }) => id === ids[0])
  return passage && { passage, missing: first.missing }
}

function onRest(
  without: readonly Judged[],
  { hits, reading: { ideas, weights } }: Judgement,
  { held }: AnswerIndex,
): Beside | undefined {
  const one = without.find(({ hit: { passage }, rank, evidence }) => {
    const { heading } = held(passage)
    return (
      rank >= nearly * hits[0]!.rank &&
      confidence(evidence) >= close &&
      ideas.some(
        ({ term, others }, n) =>
          weights[n]! >= telling && (heading.has(term) || others.some((other) => heading.has(other))),
      )
    )
  })
  return one && { passage: one.hit.passage, missing: one.missing }
}

function onPerson({ missing }: Judged, { pairings, search, held }: AnswerIndex): Beside | undefined {
  const person = missing.find(({ kind, group }) => kind === 'person' && group !== undefined)
  if (person?.group === undefined || !missing.every(({ kind }) => withPerson.has(kind))) return undefined
  const { group } = person
  const headed = search.passages.filter((passage) => pairings.heads(group, held(passage).lines))
  // the shorter the heading, the more it is about them
  const [passage] = headed.toSorted((a, b) => a.section.length - b.section.length)
  return passage && { passage, missing: [person] }
}
