import type { Advice, Message, Option, Question, Source } from '../src/core/messages.ts'

export const yesNo: readonly Option[] = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
  { value: 'not-sure', label: 'Not sure' },
]

const facts: Source = { document: '003', title: 'Back spasm facts', section: 'How long' }
const howLong: Source = { document: '000', title: 'How Long Do Back Muscle Spasms Last?', section: 'Healing' }

export const tickAll: Question = {
  kind: 'question',
  question: 'cauda-equina',
  text: 'Do you have any of these right now?',
  hint: 'Tick all that apply.',
  multiple: true,
  flags: ['bladder-bowel', 'saddle-numbness'],
  options: [
    { value: 'bladder-bowel/cannot-pass', label: 'I cannot pee (urinate)' },
    { value: 'bladder-bowel/leaks', label: 'Pee or poo leaks out' },
    { value: 'saddle-numbness/numb', label: 'Numb or tingling between my legs or around my bottom' },
    { value: 'none', label: 'None of these' },
  ],
  progress: { step: 2, of: 9 },
}

export const pickOne: Question = {
  kind: 'question',
  question: 'improving',
  text: 'Is it getting better?',
  multiple: false,
  flags: [],
  options: yesNo,
  progress: { step: 8, of: 9 },
}

export const emergency: Advice = {
  kind: 'advice',
  level: 'emergency',
  flags: ['chest-pain'],
  rule: 'chest-pain',
  action: 'call-ambulance',
  heading: 'This is an emergency',
  instruction: 'Call 999 now',
  calls: [
    { label: 'Call 999 now', href: 'tel:999', number: '999' },
    { label: 'Text 999 if you cannot speak', href: 'sms:999', number: '999' },
  ],
  because: ['You said: "my chest is *really* tight [see](http://example.com)"'],
  steps: ['Do not drive yourself.', 'Ask someone to stay with you.', 'Bring a list of your medicines.'],
  worse: 'If you pass out or cannot breathe, call 999 again.',
  notes: ['Nobody reads this chat live.'],
  sources: [{ document: 'nhs-back-pain', title: 'NHS: Back pain', section: '' }],
  options: [
    { value: 'not-right', label: "That's not right" },
    { value: 'cannot-call', label: "I can't call" },
    { value: 'print', label: 'Print' },
  ],
}

export const crisis: Advice = {
  ...emergency,
  flags: ['self-harm'],
  rule: 'self-harm',
  action: 'crisis-line',
  instruction: 'Talk to somebody now',
  calls: [
    { label: 'Talk to somebody now', href: 'tel:116123', number: '116 123' },
    { label: 'Call the emergency number', href: 'tel:999', number: '999' },
  ],
}

export const selfCare: Advice = {
  ...emergency,
  level: 'self-care',
  flags: [],
  rule: 'self-care',
  action: 'self-care',
  heading: 'You can look after this at home',
  instruction: 'Keep moving gently',
  calls: [],
}

export const messages: Record<string, Message> = {
  'a question with several answers': tickAll,
  'a question with one answer': pickOne,
  'a question with more than six answers': {
    ...pickOne,
    options: Array.from({ length: 11 }, (_, pain) => ({ value: String(pain), label: String(pain) })),
  },
  'a question with long answers': { ...pickOne, options: tickAll.options },
  'a confirm question': {
    kind: 'confirm',
    flags: ['saddle-numbness'],
    text: 'Is the skin between your legs numb?',
    options: yesNo,
  },
  'an emergency': emergency,
  'a crisis': crisis,
  'an urgent advice that is no call': {
    ...emergency,
    level: 'urgent',
    action: 'same-day',
    heading: 'This is urgent',
    instruction: 'See a GP today',
    calls: [{ label: 'Call NHS 111', href: 'tel:111', number: '111' }],
  },
  'a routine advice': { ...selfCare, level: 'routine', action: 'appointment', worse: '', notes: [] },
  'a self-care advice': selfCare,
  'an answer with ranges and a warning': {
    kind: 'answer',
    text: 'One spasm often lasts seconds to minutes.',
    warning: 'If you have this now, call 999.',
    ranges: [
      { of: 'One spasm', range: 'seconds to 15 minutes', source: facts },
      { of: 'One spasm', range: 'minutes to hours', source: { ...facts, document: '002', title: 'Devices' } },
      { of: 'The whole bout', range: 'a few days to a week', source: howLong },
    ],
    sources: [facts, howLong, facts],
    score: 0.6,
    options: [
      { value: 'helped', label: 'That helped' },
      { value: 'not-helped', label: "That didn't help" },
    ],
  },
  'a plain answer': { kind: 'answer', text: 'Heat relaxes muscles.', sources: [facts], score: 0.4 },
  'not knowing': {
    kind: 'unsure',
    text: 'I do not know that.',
    suggestions: ['How long do spasms last?', 'Ice or heat first, and if so, how long?'],
    closest: { text: 'The closest I have is: heat relaxes muscles.', sources: [facts] },
  },
  'a notice': { kind: 'notice', notice: 'welcome', text: 'Hello.\nIn an emergency call 999.' },
  'a notice with options': {
    kind: 'notice',
    notice: 'help',
    text: 'You can say:',
    options: ['Check my symptoms', 'Start over', 'Go back', 'Print'].map((label) => ({
      value: label,
      label,
    })),
  },
}
