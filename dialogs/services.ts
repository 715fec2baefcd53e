/** What every dialog needs: the content it speaks from, the conversation of this turn, and a way to say a `Message`. */
import type { TurnContext } from 'botbuilder'
import { channelOf, render } from '../src/cards/render.ts'
import type { Conversation } from '../src/core/conversation.ts'
import { intentReader, nodReader, whatNowReader, type Intent } from '../src/core/intent.ts'
import type { Answer, Message, Notice, Option, Unsure } from '../src/core/messages.ts'
import { answer } from '../src/core/retrieval/answer.ts'
import { answerIndex } from '../src/core/retrieval/answerIndex.ts'
import type { Before } from '../src/core/retrieval/judge.ts'
import { toMessage } from '../src/core/retrieval/toMessage.ts'
import { smallTalkReader } from '../src/core/smallTalk.ts'
import { recogniser } from '../src/core/redFlags/recogniser.ts'
import type { Recognition } from '../src/core/redFlags/mention.ts'
import type { Region } from '../src/core/regions.ts'
import type { AdviceTexts, Clinic } from '../src/core/triage/advice.ts'
import { whoNow } from '../src/core/triage/people.ts'
import { whoInWords } from '../src/core/triage/whoInWords.ts'
import type { Knowledge } from '../src/knowledge/artefact.ts'
import type { NewAlert } from '../src/store/alerts.ts'
import { fill, type NoticeId, type Wording } from '../src/core/wording.ts'

export interface Services {
  /** `foreign`: in a language nothing was learnt of. */
  readonly recognise: (text: string, foreign?: boolean) => Recognition
  readonly intentOf: (text: string) => Intent
  /** Whether a message only nods or shakes its head. */
  readonly isNod: (text: string) => boolean
  /** Whether a question is about what to do now. */
  readonly asksWhatNow: (text: string) => boolean
  /** Answers from the articles; `previous` is the question before, for "and for how long?". */
  readonly answer: (question: string, before?: Before) => Answer | Unsure
  readonly wording: Wording
  readonly advice: AdviceTexts
  readonly regions: readonly Region[]
  /** Region of a clinic's patients who do not say where they are. */
  readonly region: string
  readonly clinic: Clinic
  /** Whether questions without an answer are kept for the staff. */
  readonly keepsQuestions: boolean
  /** After self-care advice the person may be asked how it is after so many days, if they want to; 0: never. */
  readonly checkInDays?: number
  readonly now: () => Date
}

/** What the person did this turn: typed words, or tapped choices of one question. */
export interface Said {
  readonly text: string
  readonly tapped?: { readonly question: string; readonly answers: readonly string[] }
  /** The sign of the closed question whose card was tapped. */
  readonly confirm?: string
  /** The words told something new, whatever they answer. */
  readonly news?: boolean
}

/** What the built knowledge and a clinic's settings make. */
export function servicesFrom(
  knowledge: Knowledge,
  clinic: Clinic & {
    readonly region: string
    readonly keepQuestions?: boolean
    readonly checkInDays?: number
  },
  now: () => Date,
): Services {
  const { wording, advice, retrieval, regions } = knowledge
  const { recognise } = recogniser(knowledge)
  const index = answerIndex(knowledge, knowledge)
  return {
    recognise,
    intentOf: rememberingLast(intentReader(retrieval, smallTalkReader(knowledge.smallTalk, index.synonyms))),
    isNod: nodReader(retrieval.intents),
    asksWhatNow: whatNowReader(retrieval.intents),
    answer: (question, before) => toMessage(answer(question, index, before), wording.answers),
    wording,
    advice,
    regions: Object.values(regions),
    region: clinic.region,
    clinic,
    keepsQuestions: clinic.keepQuestions ?? false,
    checkInDays: clinic.checkInDays ?? 0,
    now,
  }
}

/** A turn asks several times what the same words are. */
function rememberingLast<T>(read: (text: string) => T): (text: string) => T {
  let last: { text: string; value: T } | undefined
  return (text) => {
    if (last?.text !== text) last = { text, value: read(text) }
    return last.value
  }
}

const conversationKey = Symbol('conversation')
const saidKey = Symbol('said')
const spokenKey = Symbol('spoken')
const referenceKey = Symbol('reference')
const tellKey = Symbol('tell')

/** Puts what this turn is about where its dialogs find it. */
export function bindTurn(context: TurnContext, conversation: Conversation, said?: Said): void {
  context.turnState.set(conversationKey, conversation)
  context.turnState.set(saidKey, said)
}

type Tell = (danger: Omit<NewAlert, 'reference'>) => string | undefined

/**
 * Under which reference the staff are told of advice that this turn gives, if anybody is.
 * @param tell has them told of danger without advice, and answers under which reference
 */
export function bindReference(context: TurnContext, reference: string | undefined, tell?: Tell): void {
  context.turnState.set(referenceKey, reference)
  context.turnState.set(tellKey, tell)
}
export const toldOf = (context: TurnContext): Tell | undefined => context.turnState.get(tellKey)
export const referenceOf = (context: TurnContext): string | undefined => context.turnState.get(referenceKey)

/** The conversation of this turn. Dialogs change it in place; the turn saves it. */
export const conversationOf = (context: TurnContext): Conversation => bound(context, conversationKey)
export const saidOf = (context: TurnContext): Said => bound(context, saidKey)

/** What was said, in one text: the words typed, or the tapped values. */
export const wordsOf = ({ text, tapped }: Said): string => tapped?.answers.join(', ') ?? text

/** The option that was tapped, or typed as its label or value; undefined for other words. */
export function choiceOf(options: readonly Option[], { text, tapped }: Said): string | undefined {
  const said = (tapped?.answers.join(', ') ?? text).trim().toLowerCase()
  return options.find(({ value, label }) => [value, label.toLowerCase()].includes(said))?.value
}

function bound<T>(context: TurnContext, key: symbol): T {
  const value = context.turnState.get<T | undefined>(key)
  if (value === undefined) throw new Error(`${String(key)} is not bound to this turn; the bot binds it first`)
  return value
}

/** Where the person is: the region they named, else the clinic's. */
export function regionOf(services: Services, conversation: Conversation): Region {
  const id = conversation.facts.region ?? services.region
  const region = services.regions.find((candidate) => candidate.id === id)
  if (!region) throw new Error(`no region '${id}' in knowledge/regions`)
  return region
}

/** A question's words; where several people are spoken of, they name the one it is about. */
export function askedAbout(conversation: Conversation, question: string, { wording }: Services): string {
  if (conversation.others.length === 0) return question
  const whose = whoInWords(whoNow(conversation), wording.people)
  return fill(wording.people.question, { whose, question })
}

/** Whether the bot has said anything this turn. Bot Framework's own mark is not set while a turn's replies are kept. */
export const hasSpoken = (context: TurnContext): boolean => context.turnState.get(spokenKey) === true

/** Says one message, in the looks of the turn's channel. */
export async function say(context: TurnContext, services: Services, message: Message): Promise<void> {
  context.turnState.set(spokenKey, true)
  await context.sendActivity(render(message, channelOf(context.activity.channelId), services.wording.cards))
}

/** Fills a text's blanks with the clinic's and the region's words. */
export function inPlace(
  context: TurnContext,
  services: Services,
  template: string,
  blanks: Readonly<Record<string, string>> = {},
): string {
  const { emergency, healthLine = emergency, words } = regionOf(services, conversationOf(context))
  return fill(template, {
    ...words,
    emergency: emergency.number,
    healthLine: healthLine.number,
    clinic: services.clinic.name,
    phone: services.clinic.phone,
    ...blanks,
  })
}

/** Something to say next, as an option: what is sent is the label, as if it had been typed. */
export function labelled({ wording }: Services, id: keyof Wording['options'] & string): Option {
  const label = wording.options[id] ?? id
  return { value: label, label }
}

/** Says a notice from `knowledge/wording`. */
export async function notify(
  context: TurnContext,
  services: Services,
  notice: NoticeId,
  {
    blanks,
    ...more
  }: Pick<Notice, 'options' | 'waiting' | 'link'> & { blanks?: Readonly<Record<string, string>> } = {},
): Promise<void> {
  const text = inPlace(context, services, services.wording.notices[notice], blanks)
  await say(context, services, { kind: 'notice', notice, text, ...more })
}
