/**
 * In which sense a mention is meant. ConText (Harkema 2009): a cue ("no", "last year", "what if") gives its sense to
 * what it reaches; its reach ends at a full stop, at a stop word ("but"), or where a new subject begins ("…, my legs").
 * A cue that is part of the mention itself says nothing about it: in "I can't pee" the "can't" is the symptom.
 */
import type { Assertion } from './mention.ts'
import type { CueEntry } from './lexicon.ts'

/** A run of words; indices into the words of the message, end exclusive. */
export interface Run {
  readonly start: number
  readonly end: number
}

export interface Cue extends Run {
  readonly entry: CueEntry
}

/** What the assertion needs to know of every word. */
export interface Place {
  /** Running count of words; a comma adds 1, a clause 3, a full stop 12. */
  readonly position: number
  readonly sentence: number
  /** A new subject begins here: ends the reach of a negation. */
  readonly subject: boolean
  /** "no", "not", "without". */
  readonly negation: boolean
  /** "…, no …": a new negation after a comma takes over from the one before. */
  readonly negates: boolean
  /** A stop word or strong punctuation: ends the reach of everything but the past. */
  readonly stop: boolean
  readonly afterComma: boolean
  /** "and", "so", …: what follows a cue at once closes it ("did nothing and …"). */
  readonly joins: boolean
  /** Speaks of the writer or of somebody in particular. */
  readonly personal: boolean
  /** Past tense, of a story. */
  readonly past: boolean
  /** Present tense: what is said in it is not over. */
  readonly present: boolean
  /** Somebody else: "flatmate". */
  readonly other: boolean
  /** The writer: "I", "my". */
  readonly own: boolean
  readonly asked: boolean
}

export interface Sense {
  readonly assertion: Assertion
  readonly sure: boolean
}

/** How many words away a cue can be at all; bounds the time. */
export const farthest = 60
const negationReach = 9

export function assertionOf(
  /** The parts of the mention; those that are mere places in the body come separately. */
  findings: readonly Run[],
  parts: readonly Run[],
  places: readonly Place[],
  cues: readonly Cue[],
): Sense {
  const own = [...findings, ...parts]
  const start = Math.min(...own.map((run) => run.start))
  const end = Math.max(...own.map((run) => run.end))
  const sentence = places[start]!.sentence
  const near = longest(
    cues.filter(
      (cue) =>
        !cue.entry.anaphoric &&
        sentencesOverlap(cue, places, sentence, places[end - 1]!.sentence) &&
        !own.some((run) => cue.start < run.end && run.start < cue.end),
    ),
  )
  const reached = findings.length > 0 ? findings : parts
  // "No feeling, no control down there": what is itself a lack is not denied by the next lack.
  const lacking = findings.some((finding) => places[finding.start]!.negation)
  const reaching = near.filter((cue) => {
    // "the pain does not go into my chest": between the parts of a mention a cue may reach any of them.
    const inside = cue.start >= start && cue.end <= end
    // "no chest pain, only a tight muscle": what is denied right there is denied.
    const denied = parts.some((part) => part.start === cue.end)
    const anyPart = cue.entry.category === 'negated' ? !lacking && (inside || denied) : inside
    return (anyPart ? own : reached).some((run) => reaches(cue, run, places))
  })
  const has = (category: CueEntry['category']) => reaching.filter((cue) => cue.entry.category === category)
  const gap = (cue: Cue) =>
    cue.end <= start
      ? places[start]!.position - places[cue.end - 1]!.position
      : Math.max(0, places[cue.start]!.position - places[end - 1]!.position)

  if (has('negated').length > 0 || (!lacking && isDeniedNext(places, start, end)))
    return { assertion: 'negated', sure: true }

  const supposed = has('hypothetical')
  if (supposed.some((cue) => !cue.entry.impersonal)) return { assertion: 'hypothetical', sure: true }
  if (supposed.length > 0) {
    const named = supposed.every((cue) => someBetween(places, cue.end, end, (place) => place.personal))
    return named ? { assertion: 'affirmed', sure: false } : { assertion: 'hypothetical', sure: true }
  }

  if (has('other-person').some((cue) => !cue.entry.impersonal))
    return { assertion: 'other-person', sure: true }

  const current = near.filter((cue) => cue.entry.category === 'current').map(gap)
  const past = has('historical').map(gap)
  if (past.length > 0 && Math.min(...past) <= Math.min(farthest, ...current))
    return { assertion: 'historical', sure: true }

  const others = has('other-person').filter((cue) => !turnsToWriter(cue, places, end))
  for (const cue of others) {
    const story = someBetween(places, cue.end, sentenceEnd(places, start), (place) => place.past)
    if (story && current.length === 0) return { assertion: 'other-person', sure: true }
  }
  const after = anaphora(cues, places, end)
  const atOnce = after.filter((cue) => places[cue.start]!.sentence <= places[end - 1]!.sentence + 1)
  const going =
    current.length > 0 || someBetween(places, sentenceStart(places, start), end, (place) => place.present)
  if (!going && isSettled(atOnce)) return { assertion: 'historical', sure: false }
  // What a relative has now, the writer may well be asking for: of that a later sentence takes nothing back.
  const contrasts = others.some((cue) => cue.entry.distant) || !going ? [...near, ...after] : near
  const contrasted =
    contrasts.some((cue) => cue.entry.category === 'contrast') && ofSomebodyElse(places, start, end)
  return { assertion: 'affirmed', sure: !contrasted }
}

/** So many words ask after one thing. */
const briefQuestion = 4

/** "Breathless? No." "Chemo? Not me": asked, and denied in the next breath. */
function isDeniedNext(places: readonly Place[], start: number, end: number): boolean {
  const next = sentenceEnd(places, end - 1)
  if (!places[end - 1]!.asked || next - sentenceStart(places, start) > briefQuestion) return false
  const ends = (i: number) => i === places.length || places[i]!.afterComma
  return places[next]?.negation === true && (ends(next + 1) || (places[next + 1]!.own && ends(next + 2)))
}

/** "A man hit me and I fainted": told of somebody, but it befell the writer. */
function turnsToWriter(cue: Cue, places: readonly Place[], end: number): boolean {
  const to = Math.min(places.length, cue.entry.distant ? end + 2 : end)
  for (let i = cue.end; i < to && places[i]!.sentence === places[end - 1]!.sentence; i++)
    if (places[i]!.own && (cue.entry.distant || places[i - 1]!.joins)) return true
  return false
}

/** How many sentences on "Mine is only stiff" may still set somebody else's story against the writer's. */
const contrastReach = 2

/** Cues that begin a later clause or sentence and speak of this one, and what lasts there. */
function anaphora(cues: readonly Cue[], places: readonly Place[], end: number): Cue[] {
  const { sentence } = places[end - 1]!
  return longest(cues).filter((cue) => {
    const { entry } = cue
    const further = places[cue.start]!.sentence - sentence
    if (cue.start < end || further > contrastReach) return false
    if (!entry.anaphoric && entry.category !== 'contrast') return entry.lasting
    const closed = cue.end === places.length || places[cue.end]!.afterComma
    const begins = opens(cue, places) || (further <= 0 && places[cue.start]!.afterComma)
    return begins && (closed || cue.end - cue.start > 1)
  })
}

const isSettled = (cues: readonly Cue[]): boolean =>
  cues.some((cue) => cue.entry.category === 'historical' && cue.entry.anaphoric) &&
  !cues.some((cue) => cue.entry.lasting)

/** "My flatmate has a fever, I'm just stiff": somebody else stands before the mention, and the writer not between. */
function ofSomebodyElse(places: readonly Place[], start: number, end: number): boolean {
  const { sentence } = places[start]!
  for (let i = end - 1; i >= Math.max(0, start - farthest) && places[i]!.sentence === sentence; i--) {
    if (i < start && places[i]!.other) return true
    if (places[i]!.own) return false
  }
  return false
}

function reaches(cue: Cue, run: Run, places: readonly Place[]): boolean {
  const { category, direction } = cue.entry
  const forward = cue.end <= run.start
  if (forward ? direction === 'backward' : direction === 'forward') return false
  const [from, to] = forward ? [cue.end, run.start] : [run.end, cue.start]
  const last = forward ? run.start : cue.start
  if (places[from - 1]!.sentence !== places[last]!.sentence) return false
  const within = cue.entry.within ?? (category === 'negated' ? negationReach : farthest)
  if (places[last]!.position - places[from - 1]!.position > within) return false
  // "no, my leg is numb": an answer, not a negation.
  const closed = places[cue.end]?.afterComma || places[cue.end]?.joins
  if (category === 'negated' && forward && cue.end - cue.start === 1 && closed) return false
  // "our dog lost …", but "the dog knocked me down".
  const ownLeg = category === 'other-person' && cue.entry.clause
  if (ownLeg && someBetween(places, from, run.end + 1, (place) => place.own)) return false
  const inner = !opens(cue, places)
  for (let i = from; i < (forward ? to + 1 : to); i++) {
    const place = places[i]!
    if (place.stop && category !== 'other-person') return false
    if (place.negates && category === 'negated') return false
    if (place.afterComma && cue.entry.clause) return false
    if (!place.subject) continue
    if (category === 'negated' || (category === 'hypothetical' && place.afterComma)) return false
    // "a spasm last year and it's back", but "years ago I fell".
    if (category === 'historical' && forward && inner && places[i - 1]!.joins) return false
  }
  return true
}

/** At the start of its sentence, or after "so", "and", … there: "So five years back I …". */
function opens({ start }: Cue, places: readonly Place[]): boolean {
  const first = (i: number) => i <= 0 || places[i - 1]!.sentence !== places[i]!.sentence
  return first(start) || (places[start - 1]!.joins && first(start - 1))
}

/** Cues that are not part of a longer one: "not only" is no "not". They come in the order of the text, the longer first. */
function longest(cues: readonly Cue[]): Cue[] {
  let reach: Run | undefined
  return cues.filter((cue) => {
    const inside = reach && (cue.end < reach.end || (cue.end === reach.end && cue.start > reach.start))
    if (!reach || cue.end > reach.end) reach = cue
    return !inside
  })
}

const sentencesOverlap = (cue: Cue, places: readonly Place[], first: number, last: number): boolean => {
  const sentence = places[cue.start]!.sentence
  return sentence >= first && sentence <= last
}

function someBetween(
  places: readonly Place[],
  from: number,
  to: number,
  test: (place: Place) => boolean,
): boolean {
  for (let i = from; i < to && i < places.length; i++) if (test(places[i]!)) return true
  return false
}

function sentenceStart(places: readonly Place[], index: number): number {
  let start = index
  while (start > 0 && start > index - farthest && places[start - 1]!.sentence === places[index]!.sentence)
    start--
  return start
}

function sentenceEnd(places: readonly Place[], index: number): number {
  let end = index
  while (end < places.length && end < index + farthest && places[end]!.sentence === places[index]!.sentence)
    end++
  return end
}
