/** Facts, and the rule that must decide on them. Every rule and every red flag has a row. */
import type { Facts } from '../src/core/triage/facts.ts'
import type { Action, Level, SignId } from '../src/core/triage/flags.ts'

const yes = (...signs: SignId[]): Facts['signs'] => Object.fromEntries(signs.map((sign) => [sign, 'yes']))

interface Case {
  readonly name: string
  readonly facts: Facts
  readonly rule: string
  readonly level: Level
  readonly action: Action
}

const row = (name: string, facts: Facts, rule: string, level: Level, action: Action): Case => ({
  name,
  facts,
  rule,
  level,
  action,
})
const ambulance = (name: string, rule: string, ...signs: SignId[]) =>
  row(name, { signs: yes(...signs) }, rule, 'emergency', 'call-ambulance')
const department = (name: string, rule: string, ...signs: SignId[]) =>
  row(name, { signs: yes(...signs) }, rule, 'emergency', 'emergency-department')
const today = (name: string, rule: string, ...signs: SignId[]) =>
  row(name, { signs: yes(...signs) }, rule, 'urgent', 'same-day')
const appointment = (name: string, facts: Partial<Facts>, rule: string) =>
  row(name, { signs: {}, ...facts }, rule, 'routine', 'appointment')

export const ruleCases: readonly Case[] = [
  ambulance('a crash', 'major-trauma', 'major-trauma/crash'),
  ambulance('a bad fall', 'major-trauma', 'major-trauma/fall'),
  ambulance('a heavy blow', 'major-trauma', 'major-trauma/blow'),
  ambulance('a drooping face', 'stroke-signs', 'stroke-signs/face-speech'),
  ambulance('one side weak', 'stroke-signs', 'stroke-signs/one-side'),
  ambulance('confusion', 'stroke-signs', 'stroke-signs/confusion'),
  ambulance('chest pain', 'chest-pain', 'chest-pain/chest'),
  ambulance('trouble breathing', 'chest-pain', 'chest-pain/breathing'),
  ambulance('pain into the jaw', 'chest-pain', 'chest-pain/spread'),
  ambulance('tearing pain', 'aortic', 'aortic/tearing'),
  ambulance('a beating belly', 'aortic', 'aortic/pulsing'),
  ambulance('a collapse', 'aortic', 'aortic/collapse'),
  ambulance('too many tablets', 'overdose', 'overdose'),
  ambulance('cannot stand', 'paralysis-cannot-stand', 'paralysis/cannot-stand'),
  ambulance(
    'cannot stand or pee',
    'paralysis-cannot-stand',
    'paralysis/cannot-stand',
    'bladder-bowel/cannot-pass',
  ),
  ambulance('a plan of self-harm', 'self-harm-plan', 'self-harm/plan'),
  ambulance('a plan and thoughts', 'self-harm-plan', 'self-harm/plan', 'self-harm/thoughts'),
  ambulance(
    'thoughts and a numb groin',
    'self-harm-with-emergency',
    'self-harm/thoughts',
    'saddle-numbness/numb',
  ),
  ambulance(
    'thoughts and fever with a weak leg',
    'self-harm-with-emergency',
    'self-harm',
    'fever-infection',
    'limb-neuro/weakness',
  ),
  ambulance('thoughts and an overdose', 'overdose', 'self-harm', 'overdose'),
  row('thoughts of self-harm', { signs: yes('self-harm/thoughts') }, 'self-harm', 'emergency', 'crisis-line'),
  row(
    'thoughts and a fever',
    { signs: yes('self-harm', 'fever-infection') },
    'self-harm',
    'emergency',
    'crisis-line',
  ),
  department('cannot pee', 'bladder-bowel', 'bladder-bowel/cannot-pass'),
  department('leaks', 'bladder-bowel', 'bladder-bowel/leaks'),
  department('no feeling of passing', 'bladder-bowel', 'bladder-bowel/no-feeling'),
  department('numb when wiping', 'saddle-numbness', 'saddle-numbness/numb'),
  department('no sexual feeling', 'saddle-numbness', 'saddle-numbness/sexual'),
  department('both legs', 'paralysis', 'paralysis/both-legs'),
  department('a foot that drags', 'paralysis', 'paralysis/foot-drop'),
  department('weakness that spreads', 'paralysis', 'paralysis/worsening'),
  department(
    'fever and a weak immune system',
    'fever-with-immune-risk',
    'fever-infection',
    'immune-risk/weak',
  ),
  department('fever and injected drugs', 'fever-with-immune-risk', 'fever-infection', 'immune-risk/injected'),
  department('fever and a weak leg', 'fever-with-limb-weakness', 'fever-infection', 'limb-neuro/weakness'),
  department('cancer and a weak leg', 'cancer-with-limb-weakness', 'cancer-history', 'limb-neuro/weakness'),
  department('cancer and a leg numb or weak', 'cancer-with-limb-weakness', 'cancer-history', 'limb-neuro'),
  department('a fall on blood thinners', 'blood-thinners-with-fall', 'fracture-risk/blood-thinners'),
  row(
    'blood thinners told apart from the fall',
    { signs: {}, bloodThinners: 'yes', minorFall: 'yes' },
    'blood-thinners-with-fall',
    'emergency',
    'emergency-department',
  ),
  row(
    'blood thinners and weak bones with a fall',
    { signs: yes('fracture-risk/bones'), bloodThinners: 'yes' },
    'blood-thinners-with-fall',
    'emergency',
    'emergency-department',
  ),
  row(
    'bleeding in pregnancy',
    { signs: {}, pregnant: 'yes', pregnancyWarning: 'yes' },
    'pregnancy-warning',
    'urgent',
    'same-day',
  ),
  today('a numb leg', 'limb-neuro', 'limb-neuro/numbness'),
  today('a weak leg', 'limb-neuro', 'limb-neuro/weakness'),
  today('cancer and a numb leg', 'limb-neuro', 'cancer-history', 'limb-neuro/numbness'),
  today('fever', 'fever-infection', 'fever-infection'),
  today('steroids', 'immune-risk', 'immune-risk/steroids'),
  today('cancer', 'cancer-history', 'cancer-history'),
  today('blood in the pee', 'kidney-gallbladder', 'kidney-gallbladder'),
  today('weak bones and a knock', 'fracture-risk', 'fracture-risk/bones'),
  today('over 70 and a knock', 'fracture-risk', 'fracture-risk/age'),
  today('pain every night', 'night-rest-pain', 'night-rest-pain'),
  today('unsteady', 'balance', 'balance'),
  today('losing weight', 'weight-loss', 'weight-loss'),
  row(
    'bladder not known',
    { signs: { 'bladder-bowel': 'not-known' } },
    'emergency-sign-not-known',
    'urgent',
    'same-day',
  ),
  appointment('a child', { under16: 'yes', durationDays: 1 }, 'under-16'),
  appointment('pregnant', { pregnant: 'yes', pregnancyWarning: 'no' }, 'pregnant'),
  appointment('fever not known', { signs: { 'fever-infection': 'not-known' } }, 'sign-not-known'),
  appointment('blood thinners not known', { bloodThinners: 'not-known' }, 'sign-not-known'),
  appointment('8 days', { durationDays: 8 }, 'more-than-a-week'),
  appointment('no better', { durationDays: 5, homeCare: 'yes', improving: 'no' }, 'no-better-with-home-care'),
  appointment('comes back', { recurrence: 'yes', durationDays: 1 }, 'comes-back'),
  appointment('8 of 10', { severity: 8 }, 'severe-pain'),
  appointment('how bad is not known', { severity: 'not-known' }, 'answer-not-known'),
  row(
    '7 days and 7 of 10',
    { signs: {}, durationDays: 7, severity: 7, homeCare: 'yes', improving: 'yes', recurrence: 'no' },
    'self-care',
    'self-care',
    'self-care',
  ),
  row(
    'home care too short to tell',
    { signs: {}, durationDays: 2, improving: 'no', homeCare: 'no' },
    'self-care',
    'self-care',
    'self-care',
  ),
]

/** What the person was asked and told before, and what must be asked next. */
export const nextCases: readonly (readonly [name: string, facts: Facts, next: string | undefined])[] = [
  ['nothing is known', { signs: {} }, 'nerve-signs'],
  ['an arm went weak suddenly', { signs: yes('limb-neuro/sudden-arm') }, 'stroke-signs'],
  ['a leg is numb', { signs: yes('limb-neuro/numbness') }, 'nerve-signs'],
  ['the person cannot pee', { signs: yes('bladder-bowel/cannot-pass') }, undefined],
  ['the first question could not be read', { signs: {}, unread: { 'nerve-signs': true } }, 'bladder-bowel'],
  [
    'the first question could not be read, bladder is fine',
    { signs: { 'bladder-bowel': 'no' }, unread: { 'nerve-signs': true } },
    'saddle-numbness',
  ],
]
