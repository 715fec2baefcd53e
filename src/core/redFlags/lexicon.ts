/**
 * The words and rules the recogniser reads with, as loaded from `knowledge/vocabulary/`: one entry a file.
 *
 * A phrase is words parted by blanks: `leak~` is the word with its endings, `a|b` either, `?` at the end of a word makes it
 * optional, `@class` any word of a class, `_` up to two words of any kind.
 * A blank ends a choice: `a|b c` is "a c" or "b c".
 */
import { z } from 'zod'
import { isRedFlag, signsOf, type SignId } from '../triage/flags.ts'

const phrase = z
  .string()
  .regex(/^[^\s_?*][^\s]*( [^\s]+)*$/, 'a phrase begins with a word and has single blanks between words')
const phrases = z.array(phrase)

const sign = z.custom<SignId>((value) => {
  if (typeof value !== 'string') return false
  const flag = value.split('/', 1)[0]!
  return isRedFlag(flag) && signsOf(flag).includes(value as SignId)
}, 'no such red flag or sign; the list is in src/core/triage/flags.ts')

/** Facts about the person that are no red flags, by their names in `Facts`. */
export const personFacts = [
  'pregnant',
  'pregnancyWarning',
  'under16',
  'bloodThinners',
  'ulcerOrKidney',
  'minorFall',
  'onChemo',
] as const
/** What a rule may state of the person; `bones` and `over70` serve combinations only. */
const heardFacts = [...personFacts, 'forSomeoneElse', 'bones', 'over70'] as const
export type HeardFact = (typeof heardFacts)[number]

const ruleSchema = z.strictObject({
  id: z.string(),
  /** The sign it raises, or the fact it states. */
  sign: sign.optional(),
  fact: z.enum(heardFacts).optional(),
  region: z.string().optional(),
  /** One concept of every group, near each other. */
  all: z.array(z.array(z.string()).min(1)).min(1).max(4),
  /** The groups stand in this order. */
  ordered: z.boolean().optional(),
  /** How many words the groups may span together, 12 by default; a comma counts 1, a full stop 12. */
  within: z.number().int().positive().optional(),
  /** Concepts that, between or right beside the groups, mean something else. */
  none: z.array(z.string()).optional(),
  /** Also counts when it lies in the past ("had cancer"). */
  past: z.boolean().optional(),
  /** The words may mean the sign: ask before acting. */
  unsure: z.boolean().optional(),
})
export type Rule = z.infer<typeof ruleSchema>

/** ConText (Harkema 2009): a cue gives its sense to mentions after it, before it, or in its whole sentence. */
const cueSchema = z.strictObject({
  category: z.enum([
    'negated',
    'historical',
    'hypothetical',
    'other-person',
    'contrast',
    'current',
    'stop',
    'none',
  ]),
  direction: z.enum(['forward', 'backward', 'both']),
  /** Reach in words; a comma counts 1. */
  within: z.number().int().positive().optional(),
  /** Its reach ends at a comma: "it's not my chest, my foot tingles". */
  clause: z.boolean().optional(),
  /** Only at the start of a sentence. */
  initial: z.boolean().optional(),
  /** Does not hold when the person speaks of a named somebody: "is it normal that my legs are numb?" */
  impersonal: z.boolean().optional(),
  /** Somebody the writer is hardly writing for ("our vicar"): what they have is asked about; unless it befell the writer ("a man hit me"). */
  distant: z.boolean().optional(),
  /** Where it begins a sentence it speaks of the sentence before: "I had a fever. That was years ago." What was said there is asked about. */
  anaphoric: z.boolean().optional(),
  /** It goes on: an anaphoric past beside it settles nothing ("That was a year ago and it still is"). */
  lasting: z.boolean().optional(),
  phrases,
})
export type CueEntry = z.infer<typeof cueSchema>

export const vocabularySchema = z.strictObject({
  source: z.string().min(1),
  reviewed: z.iso.date(),
  classes: z.record(z.string(), z.array(z.string())).optional(),
  /** Number classes: a number from the first to the second, both included. */
  numbers: z.record(z.string(), z.array(z.tuple([z.number(), z.number()]))).optional(),
  /** A word, and what is read as that word: synonyms, contractions, common misspellings. */
  rewrites: z.record(z.string(), phrases).optional(),
  /** `kind`: of `part` and `benign` the longest match wins ("inner thigh" over "thigh"). */
  concepts: z.record(z.string(), z.strictObject({ kind: z.string(), phrases })).optional(),
  rules: z.array(ruleSchema).optional(),
  cues: z.array(cueSchema).optional(),
  /** Phrases whose words mean nothing else: "numb with boredom", "hot water bottle". */
  idioms: phrases.optional(),
  /** Ordinary words that are not misspellings of the vocabulary. */
  known: z.array(z.string()).optional(),
})

/** By file name, so that an error can say which file. */
export const lexiconSchema = z.record(z.string(), vocabularySchema)
export type Lexicon = z.infer<typeof lexiconSchema>
