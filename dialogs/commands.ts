/** What can be said in every dialog: help, go back, change my answer, start over, … None of them loses a fact. */
import type { TurnContext } from 'botbuilder'
import { dayMs } from '../src/core/feedback.ts'
import { cardsPushAway } from '../src/cards/render.ts'
import type { Command } from '../src/core/intent.ts'
import { newConversation, type Conversation } from '../src/core/conversation.ts'
import { decide } from '../src/core/triage/decide.ts'
import { flagOf, isRedFlag, type RedFlag } from '../src/core/triage/flags.ts'
import { beginAnew } from '../src/core/triage/people.ts'
import { isBundle, isQuestionId, questionIds, type QuestionId } from '../src/core/triage/questions.ts'
import type { NoticeId } from '../src/core/wording.ts'
import { advise } from './advise.ts'
import { changeQuestion } from './changeDialog.ts'
import type { MainDialog } from './mainDialog.ts'
import { labelled, notify, regionOf, type Services } from './services.ts'

export interface CommandTurn {
  readonly context: TurnContext
  readonly conversation: Conversation
  readonly services: Services
  readonly main: MainDialog
  /** Removes everything kept of this conversation when the turn ends. */
  readonly erase: () => void
}

type Obey = (turn: CommandTurn) => Promise<void>

/** Says notices, then puts the pending question again. */
const tell =
  (...notices: NoticeId[]): Obey =>
  async ({ context, conversation, services, main }) => {
    if (conversation.advice?.level === 'emergency') await notify(context, services, 'still-stands')
    for (const notice of notices) await notify(context, services, notice)
    await main.resume(context)
  }

/** Signs in doubt whose closed question is left unanswered: their own questions come first in the next interview. */
export function leaveDoubts(conversation: Conversation): RedFlag[] {
  const { confirming, doubts } = conversation
  delete conversation.confirming
  conversation.doubts = []
  return [...(confirming ? [confirming.sign] : []), ...doubts].map(flagOf)
}

/** Puts every question again; what was affirmed stays until its own answer is changed. */
const fromTheStart =
  (notice: NoticeId): Obey =>
  async ({ context, conversation, services, main }) => {
    await notify(context, services, notice)
    const { answered, asked, advice, others } = conversation
    if (notice === 'restarted' && (advice || others.length > 0))
      await notify(context, services, 'start-new-how')
    const due = (id: QuestionId) =>
      answered.includes(id) || asked?.question === id || (advice?.level === 'emergency' && isBundle(id))
    const left = conversation.again.filter(isRedFlag)
    conversation.again = [...new Set([...leaveDoubts(conversation), ...left, ...questionIds.filter(due)])]
    delete conversation.asked
    await main.interview(context)
  }

/** Asks about the one sign the advice rests on; otherwise asks which answer to change. */
const change: Obey = async (turn) => {
  const { context, conversation, services, main } = turn
  const [flag, ...others] = conversation.advice?.flags ?? []
  if (changeQuestion(conversation, services).options.length === 0) return tell('nothing-to-change')(turn)
  conversation.again = [...leaveDoubts(conversation), ...conversation.again]
  delete conversation.which
  return flag && others.length === 0 ? main.confirm(context, flag) : main.change(context)
}

/** After "delete my data" and a "yes". */
export const eraseNow: Obey = async ({ context, conversation, services, main, erase }) => {
  erase()
  await main.stop(context)
  for (const key of Object.keys(conversation)) Reflect.deleteProperty(conversation, key)
  Object.assign(conversation, newConversation())
  await notify(context, services, 'deleted')
}

/** After "start new" and a "yes": everybody's signs are put aside. */
export const renewNow: Obey = async ({ context, conversation, services, main }) => {
  await main.stop(context)
  beginAnew(conversation)
  await notify(context, services, 'renewed')
  await main.interview(context)
}

export const commands: Readonly<Record<Command, Obey>> = {
  check: fromTheStart('interview-begins'),
  'start-over': fromTheStart('restarted'),
  renew: async ({ context, conversation, services }) => {
    conversation.renewing = true
    const options = [labelled(services, 'renew-it'), labelled(services, 'keep-it')]
    await notify(context, services, 'renew-sure', { options })
  },
  'go-back': async (turn) => {
    const { conversation, services, context, main } = turn
    const previous = conversation.answered.at(-1)
    if (previous === undefined) return tell('back-at-start')(turn)
    conversation.answered = conversation.answered.slice(0, -1)
    const later = [...leaveDoubts(conversation), ...conversation.again.filter((id) => id !== previous)]
    conversation.again = [previous, ...later]
    conversation.changing = previous
    delete conversation.asked
    await notify(context, services, 'back')
    await main.interview(context)
  },
  change,
  why: async (turn) => {
    const { context, conversation, services, main } = turn
    const { confirming } = conversation
    const question = confirming ? flagOf(confirming.sign) : conversation.asked?.question
    if (question === undefined || !isQuestionId(question)) return tell('help')(turn)
    await notify(context, services, 'why', { blanks: { why: services.wording.questions[question].why } })
    await main.resume(context)
  },
  help: tell('help'),
  privacy: (turn) =>
    turn.services.keepsQuestions ? tell('privacy', 'privacy-questions')(turn) : tell('privacy')(turn),
  person: async (turn) => {
    const { healthLine } = regionOf(turn.services, turn.conversation)
    const byLine = healthLine ? 'talk-to-a-person-no-phone' : 'talk-to-a-person-no-line'
    await tell(turn.services.clinic.phone ? 'talk-to-a-person' : byLine)(turn)
  },
  stop: async ({ context, conversation, services, main }) => {
    delete conversation.asked
    conversation.again = leaveDoubts(conversation)
    await main.stop(context)
    await notify(context, services, 'interview-stopped')
  },
  delete: async ({ context, conversation, services }) => {
    conversation.erasing = true
    const options = [labelled(services, 'delete-it'), labelled(services, 'keep-it')]
    await notify(context, services, 'delete-sure', { options })
  },
  'cannot-call': async (turn) => {
    const { context, conversation, services, main } = turn
    const last = cardsPushAway(context.activity.channelId)
    if (!last) await notify(context, services, 'cannot-call')
    // "Show them this screen": then it must be on the screen, with the numbers to text.
    const { outcome } = decide(conversation.facts)
    if (outcome && conversation.advice) await advise(context, services, outcome)
    if (last) await notify(context, services, 'cannot-call')
    await main.resume(context)
  },
  print: async (turn) => {
    const { context, conversation, services, main } = turn
    const { outcome } = decide(conversation.facts)
    if (!outcome) return tell('nothing-to-print')(turn)
    if (!cardsPushAway(context.activity.channelId)) await notify(context, services, 'print')
    await advise(context, services, outcome)
    await main.resume(context)
  },
  'check-in': async (turn) => {
    const { context, conversation, services } = turn
    const { checkInDays = 0 } = services
    if (conversation.advice?.level !== 'self-care' || checkInDays === 0) return tell('check-in-not-now')(turn)
    const agreed = services.now().getTime()
    conversation.checkIn = { agreed, due: agreed + checkInDays * dayMs }
    await notify(context, services, 'check-in-agreed', { blanks: { days: String(checkInDays) } })
  },
}
