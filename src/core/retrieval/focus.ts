/** Finds the question in a message: people tell a story first, and its words are not what they ask about. */
import { words } from './terms.ts'

export interface Focus {
  /** Whether a question stands out. */
  readonly found: boolean
  /** The words of the question itself; all words when no question stands out. */
  readonly asked: readonly string[]
  /** The words around it. */
  readonly around: readonly string[]
  /** The question points back at the words around it: "is that what makes me cramp?" */
  readonly pointsBack: boolean
}

const auxiliary = new Set(
  (
    'is are am was were do does did can could will would should shall may might must has have had isnt arent dont doesnt didnt havent hasnt ' +
    'cant couldnt wont wouldnt shouldnt'
  ).split(' '),
)
const interrogative = new Set(
  'what whats when whens why whys how hows who whos whom whose which where wheres'.split(' '),
)
const opener = new Set(
  'so and but or also then hi hello hey well please ok okay just now because if'.split(' '),
)
const asking =
  /\b(like to know|want to know|need to know|wondering|wonder (if|what|how|why|whether)|tell me|explain|any (advice|tips?|ideas?)|advice on|tips (for|on)|do you know|(what|when|why|how|who|which|where) (do|does|did|should|can|could|is|are|will|would|to|long|many|much|often|about|else|causes|helps)|(should|can|could|may|do|will|would|am) i|(is|does|will|can|could) (it|this|that)|are (these|they|those))\b/
/** These begin statements too ("have had it for weeks", "cant bend"), unless somebody is addressed. */
const telling = /^(had|have|has|was|am|cant|couldnt|dont|doesnt|didnt|wont|isnt|arent|havent|hasnt|wouldnt)$/
const addressed = new Set(
  'i you it he she they we this that these those there anyone anybody someone'.split(' '),
)
const pointer = new Set(['that', 'thats', 'this', 'it', 'these', 'those', 'they', 'them'])

interface Part {
  readonly raw: string
  readonly spoken: readonly string[]
}
const spokenIn = (raw: string): Part => ({ raw, spoken: words(raw) })

function isQuestion({ raw, spoken: part }: Part): boolean {
  let at = 0
  while (at < part.length && opener.has(part[at]!)) at += 1
  const first = part[at]
  if (first === undefined) return false
  if (interrogative.has(first)) return part.length - at > 1
  if (auxiliary.has(first) && part.length - at > 2)
    return !telling.test(first) || /\?/.test(raw) || addressed.has(part[at + 1]!)
  return asking.test(part.join(' '))
}

/** "… and how long …": where a second question begins without a comma. */
const andThen =
  /\s(?:and|or|but|also|then)\s+(?=(?:is|are|do|does|did|can|could|should|will|would|may|what|whats|how|why|when|which|who|where)\b)/i
/** In words: less is no question of its own ("and why"). */
const shortestQuestion = 3
const isLong = ({ spoken }: Part): boolean => spoken.length >= shortestQuestion
const mostQuestions = 3

/** The questions of a message one by one, where there are two or three; the whole message else. */
export function questionsIn(text: string): string[] {
  const parts = text
    .slice(0, 4000)
    .split(/(?<=[.?!;\n])\s|,\s(?=\s*(?:and|but|or|also)\b)/)
    .flatMap((part) => {
      const pieces = part.split(andThen).map(spokenIn)
      // "which exercises and what diet" is two; "how and when to stretch" is one
      return pieces.length > 1 && pieces.every((piece) => isQuestion(piece) && isLong(piece))
        ? pieces
        : [spokenIn(part)]
    })
    .filter(({ spoken }) => spoken.length > 0)
  if (parts.length < 2 || parts.length > mostQuestions) return [text]
  const whole = parts.every((part) => (isQuestion(part) || part.raw.includes('?')) && isLong(part))
  return whole ? parts.map(({ raw }) => raw) : [text]
}

/** "So before bed I just want to know whether …": what stands before is story. */
const introducing =
  /\b(?:(?:like|love|want|need|wanted) to know|i (?:was |am |just )?(?:wonder|wondering|ask|asking)|tell me|do you know|any idea)\b/

/** What a part of a message asks, without what leads up to it. */
function askedIn({ spoken }: Part): { asked: readonly string[]; before: readonly string[] } {
  const said = spoken.join(' ')
  const found = introducing.exec(said)
  const end = found ? found.index + found[0].length : 0
  const asked = said.slice(end).trim().split(' ')
  return !found || asked.length < shortestQuestion
    ? { asked: spoken, before: [] }
    : { asked, before: said.slice(0, end).split(' ') }
}

export function focus(text: string): Focus {
  const parts = text
    .slice(0, 4000)
    .split(
      /(?<=[.?!;:\n])\s|,\s+(?=(?:so|and|but|or|is|are|do|does|can|could|should|will|what|how|why|when|which|who|where)\b)|\s[-–—]\s/i,
    )
    .map(spokenIn)
    .filter((part) => part.spoken.length > 0)
  const questions = parts.map((part) => isQuestion(part) || part.raw.includes('?'))
  if (!questions.includes(true))
    return { found: false, asked: parts.flatMap((part) => part.spoken), around: [], pointsBack: false }
  const read = parts.map((part, n) => (questions[n] ? askedIn(part) : { asked: [], before: part.spoken }))
  const asked = read.flatMap((part) => part.asked)
  const around = read.flatMap((part) => part.before)
  return { found: true, asked, around, pointsBack: asked.some((word) => pointer.has(word)) }
}

const kinds = new Map([...interrogative, 'whether'].map((word) => [word, `?${word.replace(/s$/, '')}`]))
const kindsOfHow = new Map(['long', 'often', 'many', 'much'].map((word) => [word, `?how-${word}`]))

/**
 * What kind of answer a question wants: `?how-long`, `?why`, `?whether` … The question words themselves are stop
 * words, but headings and other ways to ask begin with them too ("Whether …", "How long …").
 */
export function manner(spoken: readonly string[]): string | undefined {
  for (let at = 0; at < spoken.length; at++) {
    const kind = kinds.get(spoken[at]!)
    if (kind === undefined) continue
    return (spoken[at] === 'how' && kindsOfHow.get(spoken[at + 1] ?? '')) || kind
  }
  const first = spoken.find((candidate) => !opener.has(candidate))
  return first !== undefined && auxiliary.has(first) ? '?whether' : undefined
}
