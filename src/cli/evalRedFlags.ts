/**
 * Scores the recogniser on a file of labelled messages: one `{"id","text","expect","flags","kind"}` a line.
 * A third of every file, chosen by a hash of the id, is held back: its misses are counted, never shown, so that nobody tunes on
 * them. The first 17 examples were read before that third was set aside and always count as seen.
 */
import type { Recognition } from '../core/redFlags/mention.ts'
import type { Recogniser } from '../core/redFlags/recognise.ts'
import { affirmedFlags, noFacts, record } from '../core/triage/facts.ts'
import { flagOf, type RedFlag } from '../core/triage/flags.ts'
import { judge } from '../core/triage/rules.ts'
import { shareInWords } from './wilson.ts'
import { isHeldBack, readExampleFile, type Example } from '../knowledge/examples.ts'

export interface Reading {
  readonly level: 'emergency' | 'urgent' | 'none'
  readonly flags: readonly RedFlag[]
  /** Flags that would be asked about; empty when the message is escalated. */
  readonly asked: readonly RedFlag[]
}

/** The level of one message by itself, as the rules judge it. */
export function levelOf(recognition: Recognition): Reading {
  const facts = record(noFacts, recognition.heard)
  const { level } = judge(facts)
  const flags = affirmedFlags(facts)
  return {
    level: level === 'emergency' || level === 'urgent' ? level : 'none',
    flags,
    asked: [...new Set(recognition.unsure.map(flagOf))],
  }
}

interface Scored extends Example {
  readonly reading: Reading
}

export function score(examples: readonly Example[], { recognise }: Recogniser): Scored[] {
  return examples.map((example) => ({ ...example, reading: levelOf(recognise(example.text)) }))
}

const escalated = (row: Scored) => row.reading.level !== 'none'
const asked = (row: Scored) => row.reading.asked.length > 0
const sharesFlag = (row: Scored) =>
  row.flags.some((flag) => row.reading.flags.includes(flag as RedFlag)) &&
  row.reading.flags.filter((flag) => row.flags.includes(flag)).length * 2 >= row.reading.flags.length

type Test = (row: Scored) => boolean
const of =
  (...levels: string[]): Test =>
  (row) =>
    levels.includes(row.expect)
const quiet =
  (...kinds: string[]): Test =>
  (row) =>
    row.expect === 'none' && kinds.includes(row.kind)
const hypothetical: Test = (row) => row.kind === 'hypothetical'

const figures: readonly (readonly [string, Test, Test])[] = [
  ['emergencies escalated as such', of('emergency'), (row) => row.reading.level === 'emergency'],
  [
    'emergencies escalated as such or asked',
    of('emergency'),
    (row) => row.reading.level === 'emergency' || asked(row),
  ],
  ['urgent escalated', of('urgent'), escalated],
  ['urgent escalated or asked', of('urgent'), (row) => escalated(row) || asked(row)],
  ['urgent called emergency', of('urgent'), (row) => row.reading.level === 'emergency'],
  ['none called emergency', of('none'), (row) => row.reading.level === 'emergency'],
  ['none escalated', of('none'), escalated],
  [
    'none disturbed, hypothetical apart',
    (row) => row.expect === 'none' && !hypothetical(row),
    (row) => escalated(row) || asked(row),
  ],
  ['negated escalated', quiet('negated'), escalated],
  ['past escalated', quiet('past-resolved'), escalated],
  [
    'other person escalated',
    quiet('third-person', 'third-person-story', 'other-person', 'other-story'),
    escalated,
  ],
  ['idiom escalated', quiet('idiom'), escalated],
  ['hypothetical escalated', quiet('hypothetical'), escalated],
  ['right flag named, of the escalated', (row) => row.expect !== 'none' && escalated(row), sharesFlag],
]

function cell(rows: readonly Scored[], among: Test, test: Test): string {
  const base = rows.filter(among)
  return shareInWords(base.filter(test).length, base.length)
}

const wrong = (row: Scored): boolean =>
  row.expect === 'none' ? escalated(row) || asked(row) : row.reading.level !== row.expect || !sharesFlag(row)

function table(title: string, rows: readonly Scored[], by: (row: Scored) => readonly string[]): string[] {
  const names = [...new Set(rows.flatMap(by))].sort()
  return [
    '',
    `| ${title} | messages | right level | asked | missed | too urgent |`,
    '|---|---|---|---|---|---|',
    ...names.map((name) => {
      const own = rows.filter((row) => by(row).includes(name))
      const count = (test: Test) => own.filter(test).length
      const order = ['none', 'urgent', 'emergency']
      const compare = (row: Scored) => order.indexOf(row.reading.level) - order.indexOf(row.expect)
      return `| ${name} | ${own.length} | ${count((r) => compare(r) === 0)} | ${count((r) => compare(r) < 0 && asked(r))} | ${count((r) => compare(r) < 0 && !asked(r))} | ${count((r) => compare(r) > 0)} |`
    }),
  ]
}

/** @param all show the misses of the held-back third too; whoever has read them must not tune on them. */
export function evalRedFlags(files: readonly string[], recogniser: Recogniser, all = false): string {
  const rows = score(files.flatMap(readExampleFile), recogniser)
  const seen = rows.filter((row) => !isHeldBack(row.id))
  const held = rows.filter((row) => isHeldBack(row.id))
  const misses = (all ? rows : seen).filter(wrong)
  return [
    `| ${rows.length} messages (95 % Wilson interval) | seen | held back |`,
    '|---|---|---|',
    ...figures.map(
      ([name, among, test]) => `| ${name} | ${cell(seen, among, test)} | ${cell(held, among, test)} |`,
    ),
    ...table('flag', rows, (row) => (row.flags.length > 0 ? row.flags : ['(none)'])),
    ...table('kind', rows, (row) => [row.kind]),
    '',
    `${misses.length} misses${all ? '' : ' among the seen'}:`,
    ...misses.map(
      (row) =>
        `${row.id} ${row.kind}: expected ${row.expect} [${row.flags.join(', ')}], read ${row.reading.level} [${row.reading.flags.join(', ')}]${asked(row) ? ` asks [${row.reading.asked.join(', ')}]` : ''}\n    ${row.text}`,
    ),
  ].join('\n')
}
