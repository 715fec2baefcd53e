/**
 * The people of one conversation. Each has a file of his or her own, facts, questions and advice: nobody's sign is judged
 * with another's, and nobody's is lost. One file is open, that of the person spoken of; the others lie beside it.
 */
import { raise, record, noFacts, type Facts } from './facts.ts'
import { flagOf, mostUrgentSign, compareLevels, type Level, type RedFlag, type SignId } from './flags.ts'
import { isNamed, isSame, me, whoOf, whoseAt, type Who } from './forWhom.ts'
import { judge, urgencyOf } from './rules.ts'

/** What is kept of one person. */
export interface PersonFile {
  facts: Facts
  /** The question put last and not yet answered, and how often it was put without being understood. */
  asked?: { question: string; unread: number }
  /** Questions to put again because the person wants to: "go back", "change my answer", "start over". */
  again: string[]
  /** The question put again because its answer was wrong: what is not affirmed this time is denied. */
  changing?: string
  /** A question about several signs answered by a bare "yes": which of them is asked next. */
  which?: string
  /** Questions answered so far, in the order they were answered. */
  answered: string[]
  /** The advice that stands. Nothing lowers it but a changed direct answer. */
  advice?: { level: Level; rule: string; flags: RedFlag[]; reference?: string }
  /**
   * A closed question waiting for its answer, how often that was not understood, and the words to take up after a "no": none
   * for "that's not right", empty to go on with the interview.
   */
  confirming?: { sign: SignId; takeUp?: string; unread: number }
  /** Further signs in doubt, to be asked about one after the other. */
  doubts: SignId[]
  /** Flags told in the person's own words: only their own question lowers them. */
  told: RedFlag[]
}

export interface People extends PersonFile {
  /** Whose file is open: the writer's where it is absent. */
  about?: Who
  /** The files of the others, the last one spoken of at the end. */
  others: OtherFile[]
}
export type OtherFile = PersonFile & { about?: Who }

export const blankFile = (): PersonFile => ({
  facts: noFacts,
  again: [],
  answered: [],
  told: [],
  doubts: [],
})
const optional = ['asked', 'changing', 'which', 'advice', 'confirming', 'about'] as const
const required = ['facts', 'again', 'answered', 'told', 'doubts'] as const

export const whoNow = ({ about = me }: { about?: Who }): Who => about

/** Nothing is known of the person, and no question answered. */
export const isBlank = ({ facts, answered, confirming }: PersonFile): boolean => {
  const { signs, forSomeoneElse: _for, region: _at, ...rest } = facts
  return answered.length === 0 && !confirming && Object.keys({ ...signs, ...rest }).length === 0
}

const fileOf = (people: People): OtherFile =>
  Object.fromEntries(
    [...required, ...optional].flatMap((key) => (people[key] === undefined ? [] : [[key, people[key]]])),
  ) as unknown as OtherFile

function open(people: People, file: OtherFile): void {
  for (const key of optional) delete people[key]
  Object.assign(people, file)
}

const newFile = (who: Who, { region }: Facts): OtherFile => ({
  ...blankFile(),
  facts: { signs: {}, ...(region && { region }), ...(who !== me && { forSomeoneElse: true }) },
  ...(who !== me && { about: who }),
})

/** Opens the file of a person, a new one for somebody new. Answers whether another one was open. */
export function speakOf(people: People, who: Who): boolean {
  if (isSame(whoNow(people), who)) {
    if (!isNamed(whoNow(people))) people.about = who
    return false
  }
  const kept = people.others.findLast((other) => isSame(whoNow(other), who))
  const others = people.others.filter((other) => other !== kept)
  const next = kept ?? newFile(who, people.facts)
  if (!isBlank(people)) others.push(fileOf(people))
  open(people, next)
  if (isNamed(who) && !isNamed(whoNow(people))) people.about = who
  people.others = others
  return true
}

/** Flags that a person's own words told of. */
export function noteTold(file: PersonFile, flags: readonly RedFlag[]): void {
  file.told = [...new Set([...file.told, ...flags])]
}

/** The signs of the open file are another person's: they move there, or are told of both. No sign is lost by it. */
export function credit(people: People, to: Who, both: boolean): void {
  const from = whoNow(people)
  const { facts, told } = people
  speakOf(people, to)
  const { forSomeoneElse: _for, unread: _unread, ...all } = facts
  people.facts = raise(people.facts, both ? { signs: all.signs } : all)
  noteTold(people, told)
  if (!both) people.others = people.others.filter((other) => !isSame(whoNow(other), from))
}

/**
 * After some days anything may have changed: what was told to be there stays, and who the person is; the rest is asked anew,
 * and advice that sent nobody to care stands no more.
 */
export function outdate(people: People): void {
  for (const file of [people, ...people.others]) {
    const {
      durationDays: _1,
      severity: _2,
      recurrence: _3,
      homeCare: _4,
      improving: _5,
      unread: _6,
      ...rest
    } = file.facts
    const signs = Object.fromEntries(Object.entries(rest.signs).filter(([, known]) => known === 'yes'))
    Object.assign(file, { facts: { ...rest, signs }, answered: [], again: [] })
    for (const key of ['asked', 'changing', 'which'] as const) delete file[key]
    if (file.advice && compareLevels(file.advice.level, 'urgent') < 0) delete file.advice
  }
}

/** Everything told of anybody is put aside, at the person's own confirmed wish. Where they are stays. */
export function beginAnew(people: People): void {
  open(people, newFile(me, people.facts))
  people.others = []
}

/** Those beside the open file to whom advice to get help stands. */
export const inDanger = ({ others }: People): OtherFile[] =>
  others.filter(({ facts }) => compareLevels(judge(facts).level, 'urgent') >= 0)

/** Of the others, the last one spoken of whose questions are not at their end. */
export const unfinished = ({ others }: People): OtherFile | undefined =>
  others.findLast(
    ({ asked, confirming, facts }) =>
      confirming ?? (asked && compareLevels(judge(facts).level, 'emergency') < 0),
  )

/** What a text says of signs, and where: a part of what the recogniser makes of it. */
interface Heard {
  readonly mentions: readonly {
    readonly sign: SignId
    readonly assertion: string
    readonly sure: boolean
    readonly start: number
    readonly end: number
  }[]
  readonly heard: Partial<Facts>
}
export interface Telling {
  readonly who: Who
  readonly signs: Partial<Record<SignId, 'yes'>>
}
/** In letters; what is longer is a stretch that a guess rests on, and holds the names of more than its own person. */
const longestMention = 80

/**
 * Who is told of, and with which signs: the least urgent first, and last the one whom the message is about. Where two
 * signs are more urgent together than apart they are not parted.
 */
export function tellings({ mentions, heard }: Heard, text: string, now: Who): Telling[] {
  const message = whoOf(text, heard.forSomeoneElse) ?? now
  const found = mentions.filter(({ assertion }) => assertion === 'affirmed')
  const owners = found
    // what is only doubted makes nobody the one whom the message is about
    .toSorted((a, b) => Number(a.sure) - Number(b.sure) || mostUrgentSign(b.sign, a.sign))
    .map(({ sign, sure, start, end }) => {
      const near = end - start <= longestMention ? whoseAt(text, start, end) : undefined
      return { sign, sure, who: near ?? message }
    })
  const people: Who[] = []
  for (const { who } of owners) {
    const at = people.findIndex((other) => isSame(other, who))
    const [known] = at < 0 ? [who] : people.splice(at, 1)
    people.push(isNamed(who) ? who : known!)
  }
  const signsOf = (who?: Who) =>
    Object.fromEntries(
      owners
        .filter((owner) => owner.sure && (!who || isSame(owner.who, who)))
        .map(({ sign }) => [sign, 'yes' as const]),
    )
  const urgency = (who?: Who) => urgencyOf(record(noFacts, { ...heard, signs: signsOf(who) }))
  const main = people.at(-1) ?? message
  const together = people.every((who) => compareLevels(urgency(who), urgency()) < 0)
  return people.length < 2 || together
    ? [{ who: main, signs: { ...(heard.signs as Telling['signs']) } }]
    : people
        .map((who) => ({ who, signs: signsOf(who) }))
        .filter(({ who, signs }) => who === main || Object.keys(signs).length > 0)
}

/** The flags of some signs. */
export const flagsOf = (signs: Telling['signs']): RedFlag[] => (Object.keys(signs) as SignId[]).map(flagOf)
