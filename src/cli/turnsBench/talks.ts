/** What is said to a measured server: interviews and questions, in conversations of their own each time. */
import type { Talk } from './turns.ts'

const conversations = 192

export const opening = 'check my symptoms'
const interview = ['none', 'none', 'none', 'none', '1 day', '4', 'no'] as const
const questions = [
  'how long do back spasms last',
  'should I use ice or heat first?',
  'can i take ibuprofen for it',
  'is it ok to walk with a back spasm',
  'what does a physiotherapist do for spasms',
  'why does my back seize up in the morning?',
  'which stretches help a tight lower back',
  'does stress cause muscle spasms',
  'how should I sleep with back pain',
  'is a hot bath good for a spasm',
  'can dehydration cause it',
  'when should I see a doctor about it',
  'what is the difference between a spasm and a strain',
  'how much does a massage gun cost',
] as const

let begun = 0
const talks = (texts: (n: number) => readonly string[]): Talk[] =>
  Array.from({ length: conversations }, (_, n) => ({ conversation: `bench-${++begun}`, texts: texts(n) }))

/** The answers of an interview that was begun by `opening`. */
export const interviewTalks = (): Talk[] => talks(() => interview)

/** As many questions as an interview has answers, other ones in each conversation. */
export const questionTalks = (): Talk[] =>
  talks((n) => interview.map((_, i) => questions[(n * interview.length + i) % questions.length]!))
