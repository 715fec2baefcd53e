/** `npm run knowledge -- gaps`: what patients asked and the articles do not answer, and the sections they found no help in. */
import { existsSync } from 'node:fs'
import { configExitCode, ConfigError, loadConfig, type Config } from '../config.ts'
import { dayOf } from '../core/feedback.ts'
import { withoutMarks } from '../core/maskQuestion.ts'
import { groupAlike, type Group } from '../core/retrieval/alike.ts'
import { answer } from '../core/retrieval/answer.ts'
import { answerIndex, type AnswerIndex } from '../core/retrieval/answerIndex.ts'
import { english } from '../core/retrieval/english.ts'
import type { Passage } from '../core/retrieval/passages.ts'
import type { Knowledge } from '../knowledge/artefact.ts'
import { loadKnowledge } from '../knowledge/load.ts'
import { openStore } from '../store/open.ts'
import type { AskedQuestion, SectionVotes } from '../store/store.ts'

export interface GapOptions {
  /** How far to look back; undefined: as long as they are kept. */
  readonly days?: number
  /** How many groups, and how many sections. */
  readonly limit: number
}

interface Kept {
  readonly questions: readonly AskedQuestion[]
  readonly votes: readonly SectionVotes[]
}

/** Other ways a question was asked. */
const othersShown = 5

const times = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`
const titleOf = ({ title, section, id }: Passage): string => `${title}: ${section} (${id})`

/** What today's articles make of a question. */
function findings({ questions: [typical], about }: Group, index: AnswerIndex): string[] {
  const result = answer(withoutMarks(typical!.question), index)
  switch (result.kind) {
    case 'answered':
      return [`answered by now: ${titleOf(result.passage)}`]
    case 'closest':
      return [`closest section: ${titleOf(result.passage)}`, `missing topic:   ${about}`]
    case 'unknown': {
      const [nearest] = result.near
      const missing = result.missing.map(({ words, kind }) => `${words} (${kind})`).join(', ')
      return [
        `closest section: ${nearest ? titleOf(nearest) : 'none'}`,
        `missing topic:   ${missing || about}`,
      ]
    }
    default:
      return result satisfies never
  }
}

function groupLines(group: Group, index: AnswerIndex): string[] {
  const [typical, ...others] = group.questions
  const more = others.length - othersShown
  return [
    `${String(group.count).padStart(5)} x  ${typical!.question}`,
    ...others
      .slice(0, othersShown)
      .map(({ question, count }) => `          ${question}${count > 1 ? ` (${count} x)` : ''}`),
    ...(more > 0 ? [`          and ${times(more, 'other way', 'other ways')} to ask it`] : []),
    ...findings(group, index).map((line) => `       ${line}`),
    '',
  ]
}

/** The report, for people. */
export function gapReport({ questions, votes }: Kept, knowledge: Knowledge, limit: number): string {
  const { passages } = knowledge
  const index = answerIndex(knowledge, knowledge)
  const sections = passages.map(({ title, section, sentences }) => [title, section, ...sentences].join(' '))
  const groups = groupAlike(questions, sections, english(knowledge.retrieval.english))
  const asked = questions.reduce((sum, { count }) => sum + count, 0)
  const disliked = votes.filter(({ down }) => down > 0)
  const byId = new Map(passages.map((passage) => [passage.id, passage]))
  return [
    asked === 0
      ? 'No questions without an answer are kept.'
      : `${times(asked, 'question')} without a sure answer, about ${times(groups.length, 'thing')}`,
    '',
    ...groups.slice(0, limit).flatMap((group) => groupLines(group, index)),
    ...(groups.length > limit
      ? [`… and ${times(groups.length - limit, 'smaller group')}: see --limit`, '']
      : []),
    disliked.length === 0 ? 'No thumbs down.' : 'Most thumbs down',
    ...disliked.slice(0, limit).map(({ section, up, down }) => {
      const passage = byId.get(section)
      return `${String(down).padStart(5)} down, ${up} up  ${passage ? titleOf(passage) : section}`
    }),
  ].join('\n')
}

/** A store is read, never made. */
function missingFile({ store }: Config): string | undefined {
  const path = /^sqlite:(.+)$/.exec(store)?.[1]
  return path === undefined || path === ':memory:' || existsSync(path) ? undefined : path
}

/** Prints the report. @returns the exit code */
export async function reportGaps({ days, limit }: GapOptions): Promise<number> {
  try {
    const knowledge = loadKnowledge()
    const config = loadConfig(Object.keys(knowledge.regions))
    const missing = missingFile(config)
    if (missing !== undefined) {
      console.error(
        `There is no store at ${missing} yet: start the bot once, or set STORE as the bot has it.`,
      )
      return 1
    }
    const since = dayOf(new Date()) - (days ?? config.retentionDays)
    const store = await openStore(config.store)
    try {
      const kept = {
        questions: await store.lessons.questions(since),
        votes: await store.lessons.votes(since),
      }
      console.log(gapReport(kept, knowledge, limit))
      if (!config.keepQuestions) console.log('\nKEEP_QUESTIONS is false: no further questions are kept.')
    } finally {
      await store.close()
    }
    return 0
  } catch (error) {
    console.error((error as Error).message)
    return error instanceof ConfigError ? configExitCode : 1
  }
}
