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
  /** By the values of the labels, which a counter always has in the same order: written out when somebody asks. */
  readonly #counts = new Map<string, { readonly labels: Labels; n: number }>()

  add(labels: Labels): void {
    const key = Object.values(labels).join('\0')
    const count = this.#counts.get(key)
    if (count) count.n++
    else this.#counts.set(key, { labels, n: 1 })
  }

  lines(name: string): string[] {
    return [...this.#counts.values()].map(({ labels, n }) => `${name}${written(labels)} ${n}`).sort()
  }
}

/** Channels anybody may name are counted together. */
const channels = new Set(['directline', 'msteams', 'webchat', 'emulator'])
const channelOf = ({ channel }: TurnLine): string => (channels.has(channel) ? channel : 'other')

/** Why something said gets no answer: its words were deleted before, are damaged, or fail by themselves each time. */
export type GivenUp = 'forgotten' | 'damaged' | 'failed'

export interface Metrics {
  turn(line: TurnLine): void
  gaveUp(why: GivenUp): void
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
  const givenUp = new Counter()
  const gauges: { name: string; help: string; read: () => number }[] = []
  const times = new Map<string, { counts: number[]; sum: number; count: number }>()

  const histogram = (name: string): string[] =>
    [...times].flatMap(([channel, { counts, sum, count }]) => [
      ...buckets.map((le, i) => {
        const upTo = counts.slice(0, i + 1).reduce((all, own) => all + own, 0)
        return `${name}_bucket${written({ channel, le: String(le) })} ${upTo}`
      }),
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
      const bucket = buckets.findIndex((le) => seconds <= le)
      if (bucket >= 0) time.counts[bucket]!++
      time.sum += seconds
      time.count++
    },
    gaveUp: (why) => givenUp.add({ why }),
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
        block(
          'backwise_arrivals_given_up_total',
          'counter',
          'Messages that end without an answer: deleted before it, damaged, or failing each time',
          givenUp.lines('backwise_arrivals_given_up_total'),
        ),
        ...gauges.map(({ name, help, read }) => block(name, 'gauge', help, [`${name} ${read()}`])),
      ].join('\n')}\n`,
  }
}
