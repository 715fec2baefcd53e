/**
 * What the rules found, weighed by the second opinion:
 *
 *   escalate  what a rule affirms and the opinion believes, and what the opinion finds very likely although no rule knows the words
 *   ask       what a rule affirms or doubts and the opinion does not rule out, or what no rule found and it finds likely enough
 *   let pass  the rest
 *
 * Each window of the text is judged by itself, and what one affirms no other takes back.
 */
import { isEmergency, redFlagIds, type RedFlag } from '../triage/flags.ts'
import type { Run } from './assertion.ts'
import { firstFrom } from './combinations.ts'
import type { Mention } from './mention.ts'
import type { Reading } from './reader.ts'
import type { Study } from './recognise.ts'
import type { Judgement, Suspicion } from './secondOpinion.ts'

/** Log-odds, set on labelled messages that nothing was learnt from. */
const likely = {
  /** Words no rule knows are enough to escalate. */
  escalate: { emergency: -0.4, urgent: -0.4 },
  /** Enough to name another flag beside one already escalated, or to be surer than a rule that doubts, or reads a mere supposition. */
  add: 1.5,
  /** A closed question is worth its disturbance. */
  ask: -1,
  /** What a rule doubts, or affirms of an urgent flag, is let pass when it is less likely than this. */
  wonder: -2,
  /** So is what a rule affirms of an emergency. */
  dismiss: -3,
  /** What a rule affirms is asked about when it is less likely than this. */
  believe: -1.2,
  /** Where the likeliest flag of all is an emergency, an emergency is as likely as any flag, less this. */
  mistaken: 0.5,
  /** Where any flag at all is less likely than this, none is escalated that no rule found, whatever it is like by itself. */
  guess: -0.8,
  /** What another flag explains better speaks for this one so much less. */
  explained: 2,
  /** A flag less likely than this by itself is not named, however likely any flag is. */
  namable: -2,
} as const

/** A window less likely than this, in which nothing was found, says nothing. */
export const worthLook = -3

/** The rule of what no rule found. */
export const byOpinion = 'second-opinion'

/** So few words mean what they mention. */
export const brief = 8
const isBrief = ({ start, end }: Run): boolean => end - start <= brief

export function weigh(found: Study, judgements: readonly Judgement[]): Mention[] {
  const { words } = found.reading
  const whole = { start: 0, end: words.length }
  const views = judgements.map((judgement) => ({ ...judgement, heard: [] as Mention[] }))

  const kept = found.mentions.flatMap((mention): Mention[] => {
    const from = firstFrom(words, mention.start)
    const to = firstFrom(words, mention.end)
    const around = views.filter(({ window }) => window.start < to && window.end > from)
    const meant = weighOne(mention, around, whole)
    if (meant) for (const { heard } of around) heard.push(meant)
    return meant ? [meant] : []
  })

  const others = new Map<string, Mention>()
  for (const view of views) {
    const fallTold = !isBrief(view.window) || found.facts.has('minorFall')
    for (const { flag, sure } of raise(view, view.heard, fallTold)) {
      const name = `${flag} ${sure}`
      if (!others.has(name)) others.set(name, raised(flag, sure, view, words))
    }
  }
  return [...kept, ...others.values()]
}

export const affirms = ({ assertion }: Mention): boolean => assertion === 'affirmed'
export const affirmedByRule = (mention: Mention): boolean => affirms(mention) && mention.rule !== byOpinion

/** A flag that no rule found, with the words that speak for it most. */
export function raised(
  flag: RedFlag,
  sure: boolean,
  { reasons }: Judgement,
  words: Reading['words'],
): Mention {
  const { start, end } = reasons(flag)
  return {
    flag,
    sign: flag,
    assertion: 'affirmed',
    sure,
    start: words[start]?.start ?? 0,
    end: words[end - 1]?.end ?? 0,
    rule: byOpinion,
  }
}

/** What the rules heard, as the windows around it bear it out; nothing when it is let pass. */
function weighOne(mention: Mention, around: readonly Judgement[], whole: Run): Mention | undefined {
  if (!affirms(mention)) return mention
  const belief = Math.max(...around.map((judgement) => beliefIn(mention.flag, judgement)))
  // A doubt in a few words is put.
  const put = !mention.sure && isBrief(whole)
  const least = mention.sure && isEmergency(mention.flag) ? likely.dismiss : likely.wonder
  if (!put && belief < least) return undefined
  return { ...mention, sure: mention.sure && belief >= likely.believe }
}

/** How likely the flag is, or whatever explains the words better. */
function beliefIn(flag: RedFlag, judgement: Judgement): number {
  const own = scoreOf(flag, judgement)
  const level = isEmergency(flag) ? emergencyIn(judgement) : judgement.any
  if (level <= own) return own
  return Math.max(own, likeliestOf(judgement.suspicions()).flag === flag ? level : level - likely.explained)
}

/** How likely an emergency is. */
function emergencyIn(judgement: Judgement): number {
  const { any, emergency } = judgement
  const atMost = any - likely.mistaken
  if (atMost <= emergency || any < likely.guess) return emergency
  return isEmergency(likeliestOf(judgement.suspicions()).flag) ? atMost : emergency
}

export const scoreOf = (flag: RedFlag, { suspicions }: Judgement): number =>
  suspicions()[redFlagIds.indexOf(flag)]!.score

const likeliestOf = (suspicions: readonly Suspicion[]): Suspicion =>
  suspicions.reduce((best, next) => (next.score > best.score ? next : best))

/**
 * @param heard what the rules made of the window, in whatever sense
 * @param fallTold whether the text may tell of a fall: blood thinners alone are no danger
 */
function raise(
  judgement: Judgement,
  heard: readonly Mention[],
  fallTold: boolean,
): { flag: RedFlag; sure: boolean }[] {
  if (Math.max(judgement.any, judgement.emergency) < likely.ask) return []
  const supposed = new Set(
    heard.filter(({ assertion }) => assertion === 'hypothetical').map(({ flag }) => flag),
  )
  const affirmations = heard.filter(affirms)
  const doubted = new Set(affirmations.map(({ flag }) => flag))
  const affirmed = new Set(affirmations.filter(({ sure }) => sure).map(({ flag }) => flag))
  // A sudden weak arm has the stroke question put at once.
  const suddenArm = affirmations.some(({ sign, sure }) => sure && sign === 'limb-neuro/sudden-arm')
  const { any } = judgement
  const emergency = suddenArm ? -Infinity : emergencyIn(judgement)
  if (Math.max(any, emergency) < likely.ask) return []
  const flags = judgement.suspicions().filter(({ flag }) => !(flag === 'stroke-signs' && suddenArm))
  const tells = (urgent: boolean) => [...affirmed].some((flag) => isEmergency(flag) || urgent)
  const likeliest = likeliestOf(flags)
  const likeliestEmergency = likeliestOf(flags.filter(({ flag }) => isEmergency(flag)))

  const fewWords = isBrief(judgement.window)

  const guessing = Math.max(any, emergency) >= likely.guess
  const sure = flags.filter((suspicion) => {
    const { flag, score } = suspicion
    // The likeliest flag is as likely as any flag at all.
    const strength = Math.max(
      score,
      suspicion === likeliestEmergency ? emergency : -Infinity,
      suspicion === likeliest && !isEmergency(flag) && score >= likely.namable ? any : -Infinity,
    )
    // So few words mean what they mention: a doubt about them is put.
    if (doubted.has(flag) && fewWords) return false
    const beside =
      doubted.has(flag) || (fewWords && doubted.size > 0) || supposed.has(flag) || tells(!isEmergency(flag))
    return (
      guessing &&
      !affirmed.has(flag) &&
      // A fall and what makes it dangerous are facts to be told, not guessed: at most a question.
      flag !== 'fracture-risk' &&
      strength >= (beside ? likely.add : likely.escalate[isEmergency(flag) ? 'emergency' : 'urgent'])
    )
  })
  const told = new Set([...doubted, ...sure.map(({ flag }) => flag)])
  const asked = [
    ...(emergency >= likely.ask && ![...told].some(isEmergency) ? [likeliestEmergency] : []),
    ...(any >= likely.ask && likeliest.score >= likely.namable && told.size === 0 ? [likeliest] : []),
  ]
  return [
    ...sure.map(({ flag }) => ({ flag, sure: true })),
    ...[...new Set(asked)]
      .filter(({ flag }) => flag !== 'fracture-risk' || fallTold)
      .map(({ flag }) => ({ flag, sure: false })),
  ]
}
