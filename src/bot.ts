/**
 * What happens in one turn, top to bottom: hear, escalate, ask when unsure, obey a command, go on with the dialog.
 */
import type { Activity, TurnContext } from 'botbuilder'
import { ActivityTypes } from '../dialogs/botbuilder.ts'
import { commands, eraseNow, leaveDoubts, renewNow } from '../dialogs/commands.ts'
import { advise, isNews } from '../dialogs/advise.ts'
import { changeId, changeQuestion, namedAnswer } from '../dialogs/changeDialog.ts'
import { takeThumb, thumbOf } from '../dialogs/feedback.ts'
import { askHowItIs, isOld, readCheckIn, saysWorse, takeCheckIn, wakeType } from '../dialogs/checkIn.ts'
import { closeCard } from '../dialogs/closeCard.ts'
import { goOn } from '../dialogs/escalationDialog.ts'
import { isGroup, speakInGroup, warnGroup, welcomeGroup } from '../dialogs/group.ts'
import { asSaid, responseTo } from '../dialogs/invokes.ts'
import { mainDialog } from '../dialogs/mainDialog.ts'
import {
  bindReference,
  bindTurn,
  choiceOf,
  conversationOf,
  labelled,
  notify,
  wordsOf,
  type Said,
  type Services,
} from '../dialogs/services.ts'
import { sortOut } from '../dialogs/sortOut.ts'
import { answerStaff } from '../dialogs/staff.ts'
import { takeBack } from '../dialogs/takeBack.ts'
import { typed } from '../dialogs/typed.ts'
import { lessonOf } from '../dialogs/unanswered.ts'
import { otherWho, readBoth } from '../dialogs/whose.ts'
import { readSubmit } from './cards/submit.ts'
import type { Conversation } from './core/conversation.ts'
import type { Recognition } from './core/redFlags/mention.ts'
import { decide } from './core/triage/decide.ts'
import { knownOf, noFacts, raise, type Facts } from './core/triage/facts.ts'
import {
  compareLevels,
  flagOf,
  mostUrgentSign,
  signNamed,
  type Level,
  type RedFlag,
  type SignId,
} from './core/triage/flags.ts'
import { deniesWhose, isNamed, isSame, readWhose, whoOf, type Who } from './core/triage/forWhom.ts'
import { hearContext, isCorrection, warnsInPregnancy } from './core/triage/hearContext.ts'
import {
  flagsOf,
  isBlank,
  noteTold,
  outdate,
  speakOf,
  tellings,
  whoNow,
  type Telling,
} from './core/triage/people.ts'
import { answerSign, isQuestionId, shownOptions } from './core/triage/questions.ts'
import { readAnswer, readConfirm } from './core/triage/readAnswer.ts'
import type { Outcome } from './core/triage/rules.ts'
import { readPlain } from './core/triage/yesNo.ts'
import type { Opened, Respond } from './turn.ts'

/** Longer texts are cut here, and the person is told. In UTF-16 units. */
const longest = 4000
/** So much is remembered of the last tap, in UTF-16 units. */
const longestTap = 1000
/** So many asked-about wordings are remembered, so that the same words do not raise the same question twice. */
const remembered = 20

export function createBot(services: Services): Respond {
  const main = mainDialog(services)

  const recognise = (text: string): Recognition =>
    services.recognise(text, services.intentOf(text).kind === 'other-language')

  async function escalate(
    context: TurnContext,
    outcome: Outcome,
    heard: Recognition | undefined,
    text: string,
  ) {
    const conversation = conversationOf(context)
    await advise(context, services, outcome)
    forgetWhatWaits(conversation, outcome.level)
    if (outcome.level === 'emergency') return main.stop(context)
    const unsure = heard && doubt(conversation, heard, text)
    return unsure ? main.confirm(context, unsure, goOn) : main.interview(context)
  }

  /**
   * Opens the file of whom the message is about and takes up what it tells. What it tells of others goes into theirs, and is
   * advised on first.
   */
  async function hear(
    context: TurnContext,
    conversation: Conversation,
    heard: Recognition,
    said: Said,
  ): Promise<void> {
    const told = tellings(heard, said.text, whoNow(conversation))
    const { who, signs } = told.pop()!
    for (const other of told) {
      await turnTo(context, conversation, other.who)
      conversation.facts = raise(conversation.facts, { signs: other.signs })
      noteTold(conversation, flagsOf(other.signs))
      const { outcome } = decide(conversation.facts)
      if (!outcome || !isNews(conversation, outcome)) continue
      await advise(context, services, outcome)
      forgetWhatWaits(conversation, outcome.level)
    }
    const { kind } = services.intentOf(said.text)
    const tells = heard.mentions.some(({ assertion }) => assertion === 'affirmed') || kind === 'complaint'
    const begins = kind !== 'question' && !conversation.asked && isBlank(conversation)
    if (tells || begins) await turnTo(context, conversation, who)
    takeUp(conversation, signs, heard, said, services)
  }

  async function turnTo(context: TurnContext, conversation: Conversation, who: Who): Promise<void> {
    if (speakOf(conversation, who)) await main.stop(context)
  }

  /** Words beside the conversation, such as a message edited later: nothing in them is answered but danger. */
  async function overhear(context: TurnContext, conversation: Conversation, words = '') {
    const said: Said = { text: words.slice(0, longest) }
    if (said.text.trim() === '') return
    const heard = recognise(said.text)
    bindTurn(context, conversation, said)
    if (isGroup(context.activity))
      return warnGroup({ context, conversation, services, erase: () => {} }, heard)
    await hear(context, conversation, heard, said)
    const { outcome } = decide(conversation.facts)
    const urgent = outcome && compareLevels(outcome.level, 'urgent') >= 0 && isNews(conversation, outcome)
    if (urgent) return escalate(context, outcome, heard, said.text)
    const unsure = doubt(conversation, heard, said.text)
    if (unsure) return main.confirm(context, unsure, goOn)
  }

  /** What a person says to the bot alone. */
  async function listen(
    context: TurnContext,
    conversation: Conversation,
    said: Said,
    late: boolean,
    { erase, learn }: Pick<Opened, 'erase' | 'learn'>,
  ) {
    const { erasing, renewing, sorting } = conversation
    delete conversation.erasing
    delete conversation.renewing
    delete conversation.sorting
    const { activity } = context
    bindTurn(context, conversation, said)
    if (activity.text && activity.text.length > longest) await notify(context, services, 'too-long')
    if (said.text.trim() === '') {
      const foreign = activity.value !== undefined && !activity.text
      const empty = activity.attachments?.length ? 'only-text' : 'empty'
      await notify(context, services, foreign ? 'foreign-card' : empty)
      return foreign ? main.resume(context) : undefined
    }

    const chosen = isChoice(said, conversation, services)
    const intent = chosen ? undefined : services.intentOf(said.text)
    const heard = chosen ? undefined : recognise(said.text)
    const before = conversation.facts
    if (heard) await hear(context, conversation, heard, said)
    const { facts } = conversation
    const news = facts !== before && JSON.stringify(before) !== JSON.stringify(facts)
    bindTurn(context, conversation, { ...said, news })

    const happens = happensNow(conversation, said)
    if (happens) conversation.facts = raise(conversation.facts, { signs: { [happens]: 'yes' } })

    if (late) conversation.facts = raise(conversation.facts, affirmedLate(said, conversation, services))

    const { outcome } = decide(conversation.facts)
    if (outcome && compareLevels(outcome.level, 'urgent') >= 0) {
      const affirmed = happens !== undefined || Object.values(heard?.heard.signs ?? {}).includes('yes')
      if (affirmed || ((heard || late) && isNews(conversation, outcome))) {
        return escalate(context, outcome, happens ? undefined : heard, said.text)
      }
    }
    if (late) {
      const unsure = heard && doubt(conversation, heard, said.text)
      if (unsure) return main.confirm(context, unsure, goOn)
      await notify(context, services, chosen ? 'expired' : 'foreign-card')
      return main.resume(context)
    }

    const turn = { context, conversation, services, main, erase }
    const howItIs = readCheckIn(conversation, services, said)
    if (howItIs) return takeCheckIn(howItIs, turn)
    const begins = intent?.kind === 'complaint' || (intent?.kind === 'command' && intent.command === 'check')
    const { advice, asked } = conversation
    const worse = !asked && advice && compareLevels(advice.level, 'urgent') < 0 && saysWorse(said.text)
    if (worse || (begins && isOld(conversation, services))) {
      outdate(conversation)
      delete conversation.answeredAt
      await notify(context, services, worse ? 'check-in-worse' : 'some-days')
      return main.interview(context)
    }
    const sure = erasing || renewing ? readConfirm(wordsOf(said)) : undefined
    const again = intent?.kind === 'command' && intent.command === (erasing ? 'delete' : 'renew')
    if (erasing && (sure === 'yes' || again)) return eraseNow(turn)
    if (renewing && (sure === 'yes' || again)) return renewNow(turn)
    if (sure === 'no') {
      await notify(context, services, 'kept')
      return main.resume(context)
    }
    const open = !!sorting || !isNamed(whoNow(conversation))
    const whose = chosen ? undefined : ((sorting && readBoth(said.text)) ?? readWhose(said.text, open))
    if (whose !== undefined && (sorting || !main.isAnswer(context))) return sortOut(turn, whose, sorting)
    if (heard && deniesWhose(said.text) && !main.isAnswer(context))
      return sortOut(turn, { who: otherWho(conversation) ?? 'somebody', anew: false }, undefined)
    // "None", "not sure": neither of those who were offered.
    if (sorting && readPlain(wordsOf(said)) !== undefined) {
      await notify(context, services, 'nothing-changed')
      return main.resume(context)
    }
    if (intent?.kind === 'command') return commands[intent.command](turn)
    if (intent?.kind !== 'question' && !news && (await takeBack(turn, said))) return
    const plain = () => intent?.kind === 'small-talk' || (isShort(said.text) && main.isAnswer(context))
    const unsure = heard?.unsure.length && !plain() && doubt(conversation, heard, said.text)
    if (unsure && intent?.kind === 'other-language') await main.otherLanguage(context, intent.notice)
    if (unsure) return main.confirm(context, unsure, said.text)
    await main.take(context, heard?.hypothetical ?? [])
    const lesson = lessonOf(context, conversation, services, { text: said.text, heard, intent })
    if (lesson) learn(lesson)
  }

  return async (received, conversation, opened) => {
    const { restarted, erase, rated, learn, reference, tell, staff } = opened
    const context = asSaid(received)
    const { activity } = context
    bindTurn(context, conversation)
    bindReference(context, reference, tell)
    await respondTo(received, services)
    if (restarted) await notify(context, services, 'upgraded')
    if (staff) return answerStaff(context, services, staff)
    if (activity.type === wakeType) return askHowItIs(context, conversation, services)
    const thumb = thumbOf(activity)
    if (thumb) {
      await takeThumb(thumb, { context, conversation, services, rated, learn })
      return overhear(context, conversation, thumb.words)
    }
    if (activity.type === ActivityTypes.MessageUpdate) return overhear(context, conversation, typed(activity))
    if (activity.type !== ActivityTypes.Message) return greet(context, conversation, services)

    if (isTappedAgain(activity, conversation)) return
    const said = readSaid(activity)
    if (isGroup(activity)) {
      const turn = { context, conversation, services, erase }
      if (said.text.trim() === '') return welcomeGroup(turn)
      bindTurn(context, conversation, said)
      return speakInGroup(turn, said, recognise(said.text), services.intentOf(said.text))
    }
    const late = isLate(said, conversation)
    await listen(context, conversation, said, late, opened)
    await closeCard(context, conversation, services, said, !late)
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

/** Whether the same answer on the same card was taken just before: a card may be sent twice, and is answered once. */
function isTappedAgain({ text, value, replyToId }: Activity, conversation: Conversation): boolean {
  const { question, confirm } = (!text && readSubmit(value)) || {}
  if (!replyToId || (question ?? confirm) === undefined) return false
  const tap = JSON.stringify([replyToId, value]).slice(0, longestTap)
  if (conversation.tapped === tap) return true
  conversation.tapped = tap
  return false
}

/** Whoever waits for the response to an invoke gets it, whatever else is said. */
async function respondTo(context: TurnContext, { wording }: Services): Promise<void> {
  if (context.activity.type !== ActivityTypes.Invoke) return
  const value = responseTo(context.activity, wording.notices['not-offered'])
  await context.sendActivity({ type: ActivityTypes.InvokeResponse, value })
}

/** What was typed, or what a card sent in its place. */
function readSaid(activity: Activity): Said {
  const text = typed(activity)
  const tapped = text ? undefined : readSubmit(activity.value)
  if (!tapped) return { text: text.slice(0, longest) }
  const { question, confirm, answers } = tapped
  return {
    text: answers.join(', '),
    ...(question !== undefined && { tapped: { question, answers } }),
    ...(confirm !== undefined && { confirm }),
  }
}

/** One welcome, to whoever comes first: Teams announces an installation and a new member, one after the other. */
async function greet(context: TurnContext, conversation: Conversation, services: Services): Promise<void> {
  const { membersAdded = [], recipient, action, type } = context.activity
  // who takes the bot away and installs it again is new
  if (type === ActivityTypes.InstallationUpdate && action === 'remove') delete conversation.welcomed
  const arrived = membersAdded.some((member) => member.id !== recipient?.id) || action === 'add'
  if (!arrived || conversation.welcomed) return
  conversation.welcomed = true
  placeOf(context, conversation, services)
  if (isGroup(context.activity)) return welcomeGroup({ context, conversation, services, erase: () => {} })
  await notify(context, services, 'welcome', {
    options: [labelled(services, 'check-my-symptoms')],
  })
}

/** The place a page is made for holds until the person names another. */
function placeOf({ activity }: TurnContext, conversation: Conversation, services: Services): void {
  const { region } = (activity.channelData ?? {}) as { region?: unknown }
  const known = services.regions.find(({ id }) => id === String(region).toLowerCase())
  if (known && !conversation.facts.region) conversation.facts = { ...conversation.facts, region: known.id }
}

/** Options of the question, to the letter: their words are ours, not the person's. */
function isChoice(said: Said, conversation: Conversation, services: Services): boolean {
  const { asked, facts } = conversation
  if (said.confirm !== undefined) return readConfirm(said.text) !== undefined
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

/** Whether it is a tap on something else than what waits for its answer. */
const isLate = ({ tapped, confirm }: Said, { asked, confirming }: Conversation): boolean =>
  (tapped !== undefined && tapped.question !== asked?.question) ||
  (confirm !== undefined && confirm !== confirming?.sign)

/** What a tap on an earlier question affirms. It raises, like free text; it lowers nothing. */
function affirmedLate(
  { tapped, confirm, text }: Said,
  { facts }: Conversation,
  services: Services,
): Partial<Facts> {
  const sign = confirm === undefined ? undefined : signNamed(confirm)
  if (sign) return readConfirm(text) === 'yes' ? answerSign(sign, 'yes', facts) : {}
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

/** Takes up the facts that free text tells of the person whose file is open. They raise, never lower. */
function takeUp(
  conversation: Conversation,
  signs: Telling['signs'],
  { heard }: Recognition,
  said: Said,
  services: Services,
): void {
  const asking = services.intentOf(said.text).kind === 'question'
  const now = whoNow(conversation)
  // "My wife has it too, hers began yesterday", said beside one's own questions, tells nothing of oneself.
  const context = isSame(whoOf(said.text) ?? now, now) ? hearContext(said.text, services.now()) : {}
  // "I'm pregnant, what can I take?" tells of the person; of the pain a question tells nothing.
  const told = asking ? aboutPersonOf(context) : context
  // "No, only 1 day" said to "looked after at home?" takes back nothing of how long the pain has lasted.
  const corrects = conversation.asked?.question !== 'home-care' && isCorrection(said.text)
  const { forSomeoneElse: _whose, ...facts } = heard
  conversation.facts = raise(raise(conversation.facts, told, corrects), { ...facts, signs })
  if (conversation.facts.pregnant === 'yes' && !asking && warnsInPregnancy(said.text))
    conversation.facts = raise(conversation.facts, { pregnancyWarning: 'yes' })
  const { over70, minorFall } = conversation.facts
  // "She is 82", and some messages later "she fell".
  const breaks = over70 === 'yes' && minorFall === 'yes' && (context.over70 ?? heard.minorFall) === 'yes'
  if (breaks) conversation.facts = raise(conversation.facts, { signs: { 'fracture-risk/age': 'yes' } })
  noteTold(conversation, [...flagsOf(signs), ...(breaks ? ['fracture-risk' as const] : [])])
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
