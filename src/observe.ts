/**
 * One JSON line for each thing worth knowing, to standard output; never a person's words, name or address.
 * `pino` is what restify already brings, and it writes a line in a few microseconds.
 */
import { destination, pino } from 'pino'

export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const
export type LogLevel = (typeof logLevels)[number]

export interface Line {
  /** What happened, in kebab case. */
  readonly event: string
  readonly [field: string]: string | number | boolean | undefined | unknown
}

export interface Log {
  error(line: Line): void
  warn(line: Line): void
  info(line: Line): void
  debug(line: Line): void
}

/** Name and place of an error without its message, which may quote what a person wrote. */
function placeOf(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error }
  const code = (error as { code?: unknown }).code
  const at = error.stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
    .map((line) => line.trim())
  return { name: error.name, ...(code === undefined ? {} : { code: String(code) }), at }
}

/** Lines of the same moment leave in one write; none is kept back when the process ends. */
function toStandardOutput(): (line: string) => void {
  const output = destination({ fd: 1, sync: true })
  let waiting = ''
  const flush = () => {
    if (waiting === '') return
    output.write(waiting)
    waiting = ''
  }
  process.on('exit', flush)
  return (line) => {
    if (waiting === '') setImmediate(flush)
    waiting += line
  }
}

let toOutput: ReturnType<typeof toStandardOutput> | undefined

/** @param write takes each line with its end; to standard output without it */
export function createLog(level: LogLevel, write = (toOutput ??= toStandardOutput())): Log {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { error: placeOf },
  }
  return pino(options, { write })
}
