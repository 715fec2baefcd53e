import type { Who } from '../src/core/triage/forWhom.ts'

/** Whom a text speaks of as the one in pain; undefined where its words do not settle that. */
export const whoOfCases: readonly (readonly [said: string, who: Who | undefined])[] = [
  ["I'm 46, a fella", 'me'],
  ['46 year old woman here', 'me'],
  ['im a lad of 20', 'me'],
  ['20 year old lad here with back spasm', 'me'],
  ['girl, 19, back pain', 'me'],
  ['46m', 'me'],
  ['male 46', 'me'],
  ['woman, 38, office worker, back spasm', 'me'],
  ["I'm a builder and my back is gone", 'me'],
  ['hi im looking after my dad hes 79', 'dad'],
  ['my mother in law cant feel her feet', 'mother-in-law'],
  ['hes got a bad back', 'he'],
  ['my lad is 20 and has a fever', 'lad'],
  ['boy aged 9 fell off a wall', 'boy'],
  ["a fella at work can't feel his legs", 'somebody'],
  ['husband numb between the legs', 'husband'],
  ["my husband's back hurts", 'husband'],
  ["he can't move", 'he'],
  ['my wife says I look grey', undefined],
  ['the left leg is weak', undefined],
]

/** Whose sign some words of a text tell of. */
export const whoseAtCases: readonly (readonly [said: string, sign: string, who: Who | undefined])[] = [
  ["my husband can't feel his legs", 'feel his legs', 'husband'],
  ["I can't feel my legs and he is out", 'feel my legs', 'me'],
  ["My husband has a fever, I can't feel my legs", 'fever', 'husband'],
  ["My husband has a fever, I can't feel my legs", "can't feel my legs", 'me'],
  ['my wife drove me to work and left leg went weak', 'leg went weak', 'me'],
  ['my wife noticed the left leg is weak', 'leg is weak', undefined],
  ["my mum has chest pain. She can't breathe", "can't breathe", 'mum'],
  ['Since my husband dropped me the legs are numb', 'legs are numb', 'me'],
  ["my dad's legs are numb", 'legs are numb', 'dad'],
  ['my dads legs are numb', 'legs are numb', 'dad'],
  ['She said the leg is weak', 'leg is weak', undefined],
  ['I want to die too', 'want to die', 'me'],
  ['I think about ending it', 'ending it', 'me'],
  ['I think he has a fever', 'fever', undefined],
  ['My son is 5. I think he has a fever', 'fever', 'son'],
  ['My son is 5. I measured a fever of 39', 'fever', undefined],
]

/** Whom the chat is said to be about, and whether from now on. */
export const readWhoseCases: readonly (readonly [said: string, who: Who, anew: boolean])[] = [
  ['that was about me', 'me', false],
  ['it was about me again', 'me', false],
  ['not him, me', 'me', false],
  ['I meant my husband', 'husband', false],
  ['no, for my dad', 'dad', false],
  ['its for my mum not me', 'mum', false],
  ['i was talking about my wife', 'wife', false],
  ['i am asking for myself', 'me', false],
  ['not me, my son', 'son', false],
  ['It is about them', 'somebody', false],
  ['it is about my mother in law', 'mother-in-law', false],
  ['back to me', 'me', true],
  ['this is about me now', 'me', true],
  ['what about me', 'me', true],
]

/** What says it of nobody. */
export const sayingNothing: readonly string[] = [
  'me',
  'my husband',
  'my back hurts',
  'I mean it',
  'for me it is worse at night',
  'ask me',
  'help me',
  'it is my husband',
]
