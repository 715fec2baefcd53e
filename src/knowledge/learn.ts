/** Learns what the recogniser weighs its rules with, from labelled messages; each is read once. */
import type { Opinions } from '../core/redFlags/recogniser.ts'
import type { Rules } from '../core/redFlags/recognise.ts'
import type { Example } from './examples.ts'
import { fit, namingOf, type Lesson, type Subject } from './fit.ts'
import { flagSubject } from './flagSubject.ts'
import { senseSubject } from './senseSubject.ts'

export function learn(examples: readonly Example[], { study }: Pick<Rules, 'study'>): Opinions {
  const [flags, sense] = [begin(flagSubject), begin(senseSubject)]
  for (const example of examples) {
    const found = study(example.text)
    for (const { subject, naming, lessons } of [flags, sense])
      lessons.push(subject.lesson(found, example, naming))
  }
  return { flags: end(flags), sense: end(sense) }
}

type Course = ReturnType<typeof begin>

function begin(subject: Subject) {
  const numbers = new Map<string, number>()
  return { subject, numbers, naming: namingOf(numbers), lessons: [] as Lesson[] }
}

const end = ({ subject, lessons, numbers }: Course) => fit(subject, lessons, numbers)
