/**
 * Counts for Prometheus, in its text format (prometheus.io/docs/instrumenting/exposition_formats). Names, levels and rules only:
 * nothing a patient typed, no id of anybody. Labels take few values, which the program and the knowledge know beforehand.
 */
import type { TurnLine } from '../turn.ts'

/** Upper ends of the buckets a turn's time is counted in, in seconds. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

type Labels = Readonly<Record<string, string>>

const written = (labels: Labels): string => {
  const pairs = Object.entries(labels).map(
    ([name, value]) =>
      `${name}="${value.replace(/[\\"\n]/g, (mark) => (mark === '\n' ? '\\n' : `\\${mark}`))}"`,
  )
  return pairs.length > 0 ? `{${pairs.join(',')}}` : ''
}

class Counter {
  readonly #counts = new Map<string, number>()

  add(labels: Labels, by = 1): void {
    const key = written(labels)
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + by)
  }

  lines(name: string): string[] {
    return [...this.#counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([labels, n]) => `${name}${labels} ${n}`)
  }
}

/** Channels anybody may name are counted together. */
const channels = new Set(['directline', 'msteams', 'webchat', 'emulator'])
const channelOf = ({ channel }: TurnLine): string => (channels.has(channel) ? channel : 'other')

export interface Metrics {
  turn(line: TurnLine): void
  /** A request that was answered 5xx. */
  failure(status: number): void
  /** A gauge, read at the moment somebody asks. */
  watch(name: string, help: string, read: () => number): void
  render(): string
}

const block = (name: string, type: string, help: string, lines: readonly string[]) =>
  [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines].join('\n')

export function createMetrics(): Metrics {
  const turns = new Counter()
  const said = new Counter()
  const advice = new Counter()
  const failures = new Counter()
  const gauges: { name: string; help: string; read: () => number }[] = []
  const times = new Map<string, { counts: number[]; sum: number; count: number }>()

  const histogram = (name: string): string[] =>
    [...times].flatMap(([channel, { counts, sum, count }]) => [
      ...buckets.map((le, i) => `${name}_bucket${written({ channel, le: String(le) })} ${counts[i]}`),
      `${name}_bucket${written({ channel, le: '+Inf' })} ${count}`,
      `${name}_sum${written({ channel })} ${sum}`,
      `${name}_count${written({ channel })} ${count}`,
    ])

  return {
    turn: (line) => {
      const channel = channelOf(line)
      turns.add({ channel, outcome: line.error ? 'failed' : 'answered' })
      for (const kind of line.said) said.add({ kind })
      if (line.level !== undefined && line.rule !== undefined)
        advice.add({ level: line.level, rule: line.rule })
      const seconds = line.ms / 1_000
      const time = times.get(channel) ?? { counts: buckets.map(() => 0), sum: 0, count: 0 }
      times.set(channel, time)
      for (const [i, le] of buckets.entries()) if (seconds <= le) time.counts[i]!++
      time.sum += seconds
      time.count++
    },
    failure: (status) => failures.add({ status: String(status) }),
    watch: (name, help, read) => void gauges.push({ name, help, read }),
    render: () =>
      `${[
        block('backwise_turns_total', 'counter', 'Turns run', turns.lines('backwise_turns_total')),
        block(
          'backwise_turn_seconds',
          'histogram',
          'Time of a turn, from its start to its delivered replies',
          histogram('backwise_turn_seconds'),
        ),
        block(
          'backwise_said_total',
          'counter',
          'Messages sent, by kind; the unsure rate is unsure of unsure and answer',
          said.lines('backwise_said_total'),
        ),
        block(
          'backwise_advice_total',
          'counter',
          'Advice given; levels emergency and urgent are the escalations',
          advice.lines('backwise_advice_total'),
        ),
        block(
          'backwise_failures_total',
          'counter',
          'Requests answered 5xx',
          failures.lines('backwise_failures_total'),
        ),
        ...gauges.map(({ name, help, read }) => block(name, 'gauge', help, [`${name} ${read()}`])),
      ].join('\n')}\n`,
  }
}
