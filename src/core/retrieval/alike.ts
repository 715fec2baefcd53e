/**
 * Groups questions by likeness, so that staff read one line where fifty people asked the same.
 *
 * A question is the set of its terms (natural's words, stop words dropped, Porter stems). A term weighs its idf over the
 * sections of the articles, on natural's scale, 1 + ln(N / (1 + df)), but no more than its word's rarity in everyday English:
 * "back" and "spasm", which every section says, weigh little, "much" too, and "magnesium" weighs much. The weights do not
 * depend on what else was asked. Two questions are alike by the cosine of their vectors of weights, 0 to 1: the squares of
 * the weights they share, over the product of their lengths.
 *
 * The clustering is greedy, as Hartigan's leader algorithm (1975): questions come in a fixed order, those of the fewest terms
 * first, which name the topic and little else; each joins the group whose leader it is most like, from `alike` on, else it
 * leads a group of its own. Only leaders that share a term are compared, so that many questions about many things take little
 * time. The same questions always give the same groups, in whatever order they come.
 *
 * Shown for a group is its most typical question: the one whose terms most of the group's people used, for its length
 * (cosine with the sum of all the group's questions).
 */
import type { English } from './english.ts'
import { withoutMarks } from '../maskQuestion.ts'
import { isStop, stem, words } from './terms.ts'

export interface Asked {
  readonly question: string
  /** How often it was asked in these words. */
  readonly count: number
}

export interface Group {
  readonly count: number
  /** The most typical first, then the most asked. */
  readonly questions: readonly Asked[]
  /** The word that tells most of what it is about, as the most typical question has it. */
  readonly about: string
}

/** From so much on, questions are about the same thing: "is flying ok" and "can I fly to Spain" are. */
const alike = 0.5

interface Read extends Asked {
  readonly terms: readonly string[]
  /** Of the vector of their weights. */
  readonly length: number
}

/** Sorted, each once. A question of stop words alone ("what about it?") is taken by all its words. */
function termsOf(question: string): string[] {
  const spoken = words(withoutMarks(question))
  const telling = spoken.filter((word) => !isStop(word))
  return [...new Set((telling.length > 0 ? telling : spoken).map(stem))].sort()
}

const byCount = (a: Asked, b: Asked): number =>
  b.count - a.count || a.question.length - b.question.length || (a.question < b.question ? -1 : 1)

/**
 * @param sections texts that tell how common words are here
 * @param everyday how common they are elsewhere
 */
export function groupAlike(
  asked: readonly Asked[],
  sections: readonly string[],
  everyday: Pick<English, 'rarity'>,
): Group[] {
  const read = asked.map((one) => ({ ...one, terms: termsOf(one.question) }))
  const weightOf = weigher(sections, everyday, read)
  const lengthOf = (terms: readonly string[]) => Math.hypot(...terms.map(weightOf)) || 1
  const questions = read.map((one) => ({ ...one, length: lengthOf(one.terms) }))
  const leaders = new Map<string, Read[]>()
  const groups = new Map<Read, Read[]>()
  for (const question of questions.toSorted((a, b) => a.terms.length - b.terms.length || byCount(a, b))) {
    const leader = nearest(question, leaders, weightOf)
    if (leader) {
      groups.get(leader)!.push(question)
      continue
    }
    groups.set(question, [question])
    for (const term of question.terms) {
      const others = leaders.get(term)
      if (others) others.push(question)
      else leaders.set(term, [question])
    }
  }
  return [...groups.values()].map((members) => describe(members, weightOf)).sort(bySize)
}

const bySize = (a: Group, b: Group): number => b.count - a.count || byCount(a.questions[0]!, b.questions[0]!)

type Weigher = (term: string) => number

function weigher(
  sections: readonly string[],
  everyday: Pick<English, 'rarity'>,
  asked: readonly Asked[],
): Weigher {
  const df = new Map<string, number>()
  for (const section of sections) for (const term of termsOf(section)) df.set(term, (df.get(term) ?? 0) + 1)
  const idf = (term: string) => 1 + Math.log((sections.length + 1) / (1 + (df.get(term) ?? 0)))
  // of the words that share a stem, the commonest speaks for it
  const rarity = new Map<string, number>()
  for (const word of new Set(asked.flatMap(({ question }) => words(question)))) {
    const term = stem(word)
    rarity.set(term, Math.min(rarity.get(term) ?? Infinity, everyday.rarity(word) ?? Infinity))
  }
  return (term) => Math.min(idf(term), rarity.get(term) ?? Infinity)
}

/** The leader most like a question, the earlier of equals; undefined when none is alike. */
function nearest(
  question: Read,
  leaders: ReadonlyMap<string, readonly Read[]>,
  weightOf: Weigher,
): Read | undefined {
  const shared = new Map<Read, number>()
  for (const term of question.terms)
    for (const leader of leaders.get(term) ?? [])
      shared.set(leader, (shared.get(leader) ?? 0) + weightOf(term) ** 2)
  const likeness = (leader: Read) => shared.get(leader)! / (question.length * leader.length)
  const [best] = [...shared.keys()]
    .map((leader) => ({ leader, likeness: likeness(leader) }))
    .filter((one) => one.likeness >= alike)
    .sort((a, b) => b.likeness - a.likeness || byCount(a.leader, b.leader))
  return best?.leader
}

function describe(members: readonly Read[], weightOf: Weigher): Group {
  const said = new Map<string, number>()
  for (const { terms, count } of members)
    for (const term of terms) said.set(term, (said.get(term) ?? 0) + count)
  const typical = ({ terms, length }: Read): number => {
    const dot = terms.reduce((sum, term) => sum + weightOf(term) ** 2 * said.get(term)!, 0)
    return dot / length
  }
  const [first, ...rest] = members.toSorted((a, b) => typical(b) - typical(a) || byCount(a, b))
  const plain = ({ question, count }: Read): Asked => ({ question, count })
  const tells = (term: string): number => said.get(term)! * weightOf(term)
  const [heaviest] = first!.terms.toSorted((a, b) => tells(b) - tells(a))
  return {
    count: members.reduce((sum, { count }) => sum + count, 0),
    questions: [plain(first!), ...rest.sort(byCount).map(plain)],
    about: words(withoutMarks(first!.question)).find((word) => stem(word) === heaviest) ?? '',
  }
}
