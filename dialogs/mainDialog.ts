/** Continues the dialog that waits for the person, or begins the one their words ask for. */
import type { TurnContext } from 'botbuilder'
import { DialogSet, DialogStack, DialogTurnStatus, type DialogState } from './waterfalls.ts'
import { compareLevels, type RedFlag, type SignId } from '../src/core/triage/flags.ts'
import type { Intent } from '../src/core/intent.ts'
import { decide } from '../src/core/triage/decide.ts'
import { readPlain, wordsIn } from '../src/core/triage/yesNo.ts'
import { advise } from './advise.ts'
import { record, type Bundle } from '../src/core/triage/facts.ts'
import { answerFlag, isQuestionId } from '../src/core/triage/questions.ts'
import { readAnswer, readConfirm } from '../src/core/triage/readAnswer.ts'
import { answerDialog, answerId, type AnswerOptions } from './answerDialog.ts'
import { changeDialog, changeId, namedAnswer } from './changeDialog.ts'
import { escalationDialog, escalationId, type TakeUp } from './escalationDialog.ts'
import { askedOf, interviewDialog, type InterviewOptions } from './interviewDialog.ts'
import {
  bindTurn,
  conversationOf,
  hasSpoken,
  inPlace,
  notify,
  saidOf,
  say,
  wordsOf,
  type Services,
} from './services.ts'
import { triageDialog, triageId } from './triageDialog.ts'

export interface MainDialog {
  /** Whether what was said answers what was asked last. */
  isAnswer(context: TurnContext): boolean
  /** Takes one message. `about`: signs it asks about in general. */
  take(context: TurnContext, about: readonly RedFlag[]): Promise<void>
  /** Drops what is under way and puts the pending question, or the first open one. */
  interview(context: TurnContext): Promise<void>
  /** Puts what was asked last again, if it still waits for its answer. */
  resume(context: TurnContext): Promise<void>
  /** Says in their language that only English is understood, and whom to call in an emergency. */
  otherLanguage(context: TurnContext, notice: string): Promise<void>
  /** Asks one closed question; `words` are taken up after a "no". */
  confirm(context: TurnContext, sign: SignId, words?: string): Promise<void>
  /** Takes "none of these" as the new answer to a question that was answered by a bare "yes": what that stood for goes. */
  deny(context: TurnContext, question: Bundle, assumed: RedFlag): Promise<void>
  /** Asks which answer to change. */
  change(context: TurnContext): Promise<void>
  /** Drops what is under way. */
  stop(context: TurnContext): Promise<void>
}

/** So an answer begins, however it goes on; small talk does in other places only. */
const answers = /^\W*(?:no|not|none|nope|nah|nothing|never|yes|yeah|yep)\b/i
/** Words that tell of somebody rather than look something up. */
const ofSomebody = /\b(?:i|i['’]?m|i['’]?ve|my|me|mine|he|she|his|her|our|we)\b/i

/** "It's my back", "my backs fried": short words that name it and ask nothing. */
const namesBack = (text: string): boolean =>
  !text.includes('?') &&
  wordsIn(text) <= 8 &&
  /\b(?:my|his|her) (?:(?:lower|upper|bad|poor|whole) )?backs?\b/i.test(text)

const dialogKey = Symbol('dialog')
/** Where the SDK keeps, for one turn, what may be read as `turn.…` or `user.…`. */
const memoryKey = 'DialogStateManagerConfiguration'

/** One dialog context a turn, and one list of memories for all turns: the SDK would make both anew each time it looks. */
function openDialogs(dialogs: InstanceType<typeof DialogSet>): (context: TurnContext) => DialogStack {
  let memory: DialogStack['state']['configuration'] | undefined
  return (context) => {
    const opened = context.turnState.get<DialogStack | undefined>(dialogKey)
    if (opened) return opened
    if (memory) context.turnState.set(memoryKey, memory)
    const kept = conversationOf(context).dialogs
    kept.dialogStack ??= []
    const dialog = new DialogStack(dialogs, context, kept as unknown as DialogState)
    memory = dialog.state.configuration
    context.turnState.set(dialogKey, dialog)
    return dialog
  }
}

export function mainDialog(services: Services): MainDialog {
  const dialogs = new DialogSet()
    .add(triageDialog(services))
    .add(interviewDialog(services))
    .add(answerDialog(services))
    .add(escalationDialog(services))
    .add(changeDialog(services))

  const open = openDialogs(dialogs)
  const fresh = async (context: TurnContext): Promise<DialogStack> => {
    const dialog = open(context)
    await dialog.cancelAllDialogs()
    return dialog
  }
  const interview = async (context: TurnContext) => {
    await (await fresh(context)).beginDialog(triageId)
  }
  const resume = async (context: TurnContext) => {
    const { confirming, asked } = conversationOf(context)
    if (confirming) await (await fresh(context)).beginDialog(escalationId)
    else if (asked?.question === changeId) await (await fresh(context)).beginDialog(changeId)
    else if (asked) await interview(context)
  }

  const otherLanguage = (context: TurnContext, notice: string) =>
    say(context, services, {
      kind: 'notice',
      notice: 'language',
      text: inPlace(context, services, notice),
    })

  /** Answers without losing the interview: the pending question comes again after it. */
  async function answer(context: TurnContext, question: string, about: readonly RedFlag[]) {
    const options: AnswerOptions = { question, about }
    await (await fresh(context)).beginDialog(answerId, options)
    await resume(context)
  }

  /** Whether these words answer what was asked last, rather than ask or say something beside it. */
  function isAnswer(context: TurnContext): boolean {
    const conversation = conversationOf(context)
    const { asked, confirming } = conversation
    const said = saidOf(context)
    if (confirming) return readConfirm(wordsOf(said)) !== undefined
    if (!asked) return false
    if (!isQuestionId(asked.question)) return namedAnswer(conversation, services, said) !== undefined
    const reading = readAnswer(asked.question, wordsOf(said), askedOf(asked.question, conversation, services))
    return reading.kind === 'read'
  }

  async function begin(context: TurnContext, text: string, about: readonly RedFlag[], afterNo = false) {
    const read = services.intentOf(text)
    const complains = read.kind === 'other' && (afterNo ? ofSomebody.test(text) : namesBack(text))
    const intent: Intent = complains ? { kind: 'complaint' } : read
    switch (intent.kind) {
      case 'complaint':
        if (!conversationOf(context).asked) await notify(context, services, 'start')
        return interview(context)
      case 'small-talk': {
        const { outcome } = decide(conversationOf(context).facts)
        const stands =
          outcome && conversationOf(context).advice && compareLevels(outcome.level, 'urgent') >= 0
        // "What should I do?"
        if (stands && intent.smallTalk === 'what-can-you-do') {
          await advise(context, services, outcome)
          return resume(context)
        }
        await notify(context, services, intent.smallTalk)
        if (conversationOf(context).advice?.level === 'emergency')
          await notify(context, services, 'still-stands')
        return resume(context)
      }
      case 'other-language':
        await otherLanguage(context, intent.notice)
        return resume(context)
      case 'question':
        return answer(context, text, about)
      default: {
        const { asked, advice } = conversationOf(context)
        if (asked) return interview(context)
        // "But I feel fine", said to an emergency, is no question for the articles.
        if (advice?.level === 'emergency') return notify(context, services, 'still-stands')
        const stands = advice !== undefined && compareLevels(advice.level, 'urgent') >= 0
        const nods = (intent.kind === 'other' && intent.nods === true) || readPlain(text) !== undefined
        if (nods || services.isNod(text)) return notify(context, services, stands ? 'still-stands' : 'nod')
        return answer(context, text, about)
      }
    }
  }

  async function take(context: TurnContext, about: readonly RedFlag[]) {
    const { text, tapped } = saidOf(context)
    const dialog = open(context)
    const { kind } = services.intentOf(text)
    const talk = kind === 'small-talk' && !(conversationOf(context).asked && answers.test(text))
    const aside = kind === 'question' || talk || kind === 'other-language'
    if (!tapped && aside && !isAnswer(context)) return begin(context, text, about)
    if (!dialog.activeDialog) {
      // A bare "yes" sent the person to care; now it can be said which sign it was.
      return conversationOf(context).which ? interview(context) : begin(context, text, about)
    }
    const { status, result } = await dialog.continueDialog()
    const words = status === DialogTurnStatus.complete && (result as TakeUp | undefined)?.takeUp
    // A dialog that had nothing left to wait for: the words are new ones.
    if (!words) return hasSpoken(context) ? undefined : begin(context, text, about)
    bindTurn(context, conversationOf(context), { text: words })
    if (!isAnswer(context)) return begin(context, words, about, true)
    const options: InterviewOptions = { answered: true }
    await (await fresh(context)).beginDialog(triageId, options)
  }

  return {
    isAnswer,
    take,
    interview,
    resume,
    otherLanguage,
    confirm: async (context, sign, words) => {
      conversationOf(context).confirming = { sign, ...(words !== undefined && { takeUp: words }), unread: 0 }
      await (await fresh(context)).beginDialog(escalationId)
    },
    deny: async (context, question, assumed) => {
      const conversation = conversationOf(context)
      conversation.facts = record(conversation.facts, answerFlag(assumed, 'no', conversation.facts))
      conversation.asked = { question, unread: 0 }
      bindTurn(context, conversation, { text: 'none' })
      const options: InterviewOptions = { answered: true }
      await (await fresh(context)).beginDialog(triageId, options)
    },
    change: async (context) => {
      await (await fresh(context)).beginDialog(changeId)
    },
    stop: async (context) => {
      await fresh(context)
    },
  }
}
