/**
 * What happens in one turn, top to bottom: hear, escalate, ask when unsure, obey a command, go on with the dialog.
 */
import { ActivityTypes, type Activity, type TurnContext } from 'botbuilder-core'
import { commands, eraseNow, leaveDoubts } from '../dialogs/commands.ts'
import { advise, isNews } from '../dialogs/advise.ts'
import { changeId, changeQuestion, namedAnswer } from '../dialogs/changeDialog.ts'
import { takeThumb, thumbOf } from '../dialogs/feedback.ts'
import { goOn } from '../dialogs/escalationDialog.ts'
import { mainDialog } from '../dialogs/mainDialog.ts'
import {
  bindTurn,
  choiceOf,
  labelled,
  notify,
  wordsOf,
  type Said,
  type Services,
} from '../dialogs/services.ts'
import { takeBack } from '../dialogs/takeBack.ts'
import { lessonOf } from '../dialogs/unanswered.ts'
import { readSubmit } from './cards/submit.ts'
import type { Conversation } from './core/conversation.ts'
import type { Recognition } from './core/redFlags/mention.ts'
import { decide } from './core/triage/decide.ts'
import { knownOf, noFacts, raise, type Facts } from './core/triage/facts.ts'
import {
  compareLevels,
  flagOf,
  mostUrgentSign,
  type Level,
  type RedFlag,
  type SignId,
} from './core/triage/flags.ts'
import { asksForAnother } from './core/triage/forWhom.ts'
import { hearContext, isCorrection, warnsInPregnancy } from './core/triage/hearContext.ts'
import { isQuestionId, shownOptions } from './core/triage/questions.ts'
import { readAnswer, readConfirm } from './core/triage/readAnswer.ts'
import type { Respond } from './turn.ts'

/** Longer texts are cut here, and the person is told. In UTF-16 units. */
const longest = 4000
/** So many asked-about wordings are remembered, so that the same words do not raise the same question twice. */
const remembered = 20

export function createBot(services: Services): Respond {
  const main = mainDialog(services)

  return async (context, conversation, { restarted, erase, rated, learn }) => {
    const { activity } = context
    bindTurn(context, conversation)
    if (restarted) await notify(context, services, 'upgraded')
    const thumb = thumbOf(activity)
    if (thumb) return takeThumb(thumb, { context, conversation, services, rated, learn })
    if (activity.type !== ActivityTypes.Message) return greet(context, conversation, services)

    const { erasing } = conversation
    delete conversation.erasing
    const said = readSaid(activity)
    bindTurn(context, conversation, said)
    if (activity.text && activity.text.length > longest) await notify(context, services, 'too-long')
    if (said.text.trim() === '')
      return notify(context, services, activity.attachments?.length ? 'only-text' : 'empty')

    const chosen = isChoice(said, conversation, services)
    const intent = chosen ? undefined : services.intentOf(said.text)
    // The second opinion was learnt on English: of other languages it knows nothing.
    const foreign = intent?.kind === 'other-language'
    const recognised = chosen ? undefined : services.recognise(said.text)
    const heard = recognised && foreign ? byRules(recognised) : recognised
    const before = conversation.facts
    if (heard) hear(conversation, heard, said, services)
    const news = JSON.stringify(before) !== JSON.stringify(conversation.facts)
    bindTurn(context, conversation, { ...said, news })

    const happens = happensNow(conversation, said)
    if (happens) conversation.facts = raise(conversation.facts, { signs: { [happens]: 'yes' } })

    const late = said.tapped && said.tapped.question !== conversation.asked?.question
    if (late) conversation.facts = raise(conversation.facts, affirmedLate(said, services))

    const { outcome } = decide(conversation.facts)
    if (outcome && compareLevels(outcome.level, 'urgent') >= 0) {
      const affirmed = happens !== undefined || Object.values(heard?.heard.signs ?? {}).includes('yes')
      if (affirmed || ((heard || late) && isNews(conversation, outcome))) {
        await advise(context, services, outcome)
        forgetWhatWaits(conversation, outcome.level)
        if (outcome.level === 'emergency') return main.stop(context)
        const unsure = heard && doubt(conversation, heard, said.text)
        return unsure ? main.confirm(context, unsure, goOn) : main.interview(context)
      }
    }
    if (late && chosen) {
      await notify(context, services, 'expired')
      return main.resume(context)
    }

    const turn = { context, conversation, services, main, erase }
    const sure = erasing && readConfirm(wordsOf(said))
    const again = intent?.kind === 'command' && intent.command === 'delete'
    if (sure === 'yes' || (erasing && again)) return eraseNow(turn)
    if (sure === 'no') {
      await notify(context, services, 'kept')
      return main.resume(context)
    }
    if (intent?.kind === 'command') return commands[intent.command](turn)
    if (intent?.kind !== 'question' && !news && (await takeBack(turn, said))) return
    const plain = intent?.kind === 'small-talk' || (isShort(said.text) && main.isAnswer(context))
    const unsure = heard && !plain && doubt(conversation, heard, said.text)
    if (unsure && intent?.kind === 'other-language') await main.otherLanguage(context, intent.notice)
    if (unsure) return main.confirm(context, unsure, said.text)
    await main.take(context, heard?.hypothetical ?? [])
    const lesson = lessonOf(context, conversation, services, { text: said.text, heard, intent })
    if (lesson) learn(lesson)
  }
}

/** "Since yesterday", "about a six": with so few words, an answer is nothing but an answer. */
const isShort = (text: string): boolean => text.trim().split(/\s+/).length <= 4

/** The flag whose answer asked "Is it happening now?", where this message says that it is; asked once. */
function happensNow(conversation: Conversation, { text }: Said): RedFlag | undefined {
  const flag = conversation.happening
  delete conversation.happening
  // a thumb up by itself thanks for the answer
  return flag && /\p{L}/u.test(text) && readConfirm(text) === 'yes' ? flag : undefined
}

/** What was typed, or what a card sent in its place. */
function readSaid({ text = '', value }: Activity): Said {
  const tapped = text ? undefined : readSubmit(value)
  if (!tapped) return { text: text.slice(0, longest) }
  const { question, answers } = tapped
  return { text: answers.join(', '), ...(question !== undefined && { tapped: { question, answers } }) }
}

/** One welcome, to whoever comes first: Teams announces an installation and a new member, one after the other. */
async function greet(context: TurnContext, conversation: Conversation, services: Services): Promise<void> {
  const { membersAdded = [], recipient, action } = context.activity
  const arrived = membersAdded.some((member) => member.id !== recipient?.id) || action === 'add'
  if (!arrived || conversation.welcomed) return
  conversation.welcomed = true
  await notify(context, services, 'welcome', {
    options: [labelled(services, 'check-my-symptoms')],
  })
}

/** Options of the question, to the letter: their words are ours, not the person's. */
function isChoice(said: Said, conversation: Conversation, services: Services): boolean {
  const { asked, facts } = conversation
  const question = said.tapped?.question ?? asked?.question
  if (question === undefined) return false
  const known = said.tapped ? noFacts : facts
  if (question === changeId && !said.tapped && namedAnswer(conversation, services, said) !== undefined)
    return true
  const options = isQuestionId(question)
    ? shownOptions(question, known, services.wording, conversation.which === question)
    : changeQuestion(conversation, services).options
  return (said.tapped?.answers ?? [said.text]).every(
    (answer) => choiceOf(options, { text: answer }) !== undefined,
  )
}

/** What a tap on an earlier question affirms. It raises, like free text; it lowers nothing. */
function affirmedLate({ tapped }: Said, services: Services): Partial<Facts> {
  if (!tapped || !isQuestionId(tapped.question)) return {}
  const asked = { facts: noFacts, wording: services.wording, today: services.now() }
  const reading = readAnswer(tapped.question, tapped.answers, asked)
  return reading.kind === 'read' ? { signs: { ...reading.facts.signs } } : {}
}

/** Nothing asked before an emergency may be answered by a word said after it; a doubt is asked about all the same. */
function forgetWhatWaits(conversation: Conversation, level: Level): void {
  conversation.again = [...leaveDoubts(conversation), ...conversation.again]
  delete conversation.changing
  delete conversation.which
  if (level !== 'emergency') return
  delete conversation.asked
  conversation.again = []
}

/** Takes up the facts of free text. They raise, never lower. */
function hear(conversation: Conversation, heard: Recognition, said: Said, services: Services): void {
  const asking = services.intentOf(said.text).kind === 'question'
  const context = hearContext(said.text, services.now())
  // "I'm pregnant, what can I take?" tells of the person; of the pain a question tells nothing.
  const told = asking ? aboutPersonOf(context) : context
  // "No, only 1 day" said to "looked after at home?" takes back nothing of how long the pain has lasted.
  const corrects = conversation.asked?.question !== 'home-care' && isCorrection(said.text)
  const whose = !asking && asksForAnother(said.text) ? { forSomeoneElse: true } : {}
  conversation.facts = raise(raise(conversation.facts, { ...told, ...whose }, corrects), heard.heard)
  if (conversation.facts.pregnant === 'yes' && !asking && warnsInPregnancy(said.text))
    conversation.facts = raise(conversation.facts, { pregnancyWarning: 'yes' })
  const signs = Object.keys(heard.heard.signs ?? {}) as SignId[]
  conversation.told = [...new Set([...conversation.told, ...signs.map(flagOf)])]
}

const aboutPersonOf = ({
  under16,
  pregnant,
  bloodThinners,
  ulcerOrKidney,
}: Partial<Facts>): Partial<Facts> => ({
  ...(under16 && { under16 }),
  ...(pregnant && { pregnant }),
  ...(bloodThinners && { bloodThinners }),
  ...(ulcerOrKidney && { ulcerOrKidney }),
})

/** Possible signs that are not known yet and were not asked about in the same words: the first to ask now, the others after. */
function doubt(conversation: Conversation, heard: Recognition, text: string): SignId | undefined {
  const words = text.trim().toLowerCase()
  if (conversation.confirmed.includes(words)) return undefined
  const { confirming, doubts, facts } = conversation
  const waiting = [...doubts, ...(confirming ? [confirming.sign] : [])].map(flagOf)
  const fresh = heard.unsure
    .filter((sign) => knownOf(facts, flagOf(sign)) !== 'yes' && !waiting.includes(flagOf(sign)))
    .map((sign) => exactly(sign, facts))
  if (fresh.length === 0) return undefined
  conversation.confirmed = [...conversation.confirmed, words].slice(-remembered)
  conversation.doubts = [...doubts, ...fresh].sort(mostUrgentSign)
  return confirming ? undefined : conversation.doubts.shift()
}

const byRules = (heard: Recognition): Recognition => {
  const mentions = heard.mentions.filter(({ rule }) => rule !== 'second-opinion')
  const named = new Set(mentions.map(({ sign }) => sign))
  const { signs = {}, ...facts } = heard.heard
  const affirmed = Object.entries(signs).filter(([sign]) => named.has(sign as SignId))
  return {
    ...heard,
    mentions,
    heard: { ...facts, ...(affirmed.length > 0 && { signs: Object.fromEntries(affirmed) }) },
    unsure: heard.unsure.filter((sign) => named.has(sign)),
  }
}

/** Who takes blood thinners is asked about a fall, and about nothing else. */
const exactly = (sign: SignId, { bloodThinners }: Facts): SignId =>
  sign === 'fracture-risk' && bloodThinners === 'yes' ? 'fracture-risk/blood-thinners' : sign

/** Says that something went wrong, and how to get urgent help. */
export const apologise =
  (services: Services) =>
  async (context: TurnContext): Promise<void> =>
    notify(context, services, 'error')

/** Says that the message was not saved, and how to get urgent help. */
export const notSaved =
  (services: Services) =>
  async (context: TurnContext): Promise<void> =>
    notify(context, services, 'not-saved')
