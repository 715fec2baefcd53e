/** What is wrong in the knowledge folder, gathered so that one run tells a person everything there is to mend. */

export interface Fault {
  /** As the person knows it: `articles/heat.md`, relative to the knowledge folder. */
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  /** What is wrong and what to do. */
  readonly message: string
}

export const printFault = ({ file, line, message }: Fault): string => `${file}:${line}: ${message}`

const inOrder = (a: Fault, b: Fault): number =>
  a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1

/** Caught by the command line, which prints it without a stack. */
export class KnowledgeError extends Error {
  readonly faults: readonly Fault[]

  constructor(faults: readonly Fault[]) {
    const sorted = [...faults].sort(inOrder)
    super(`The knowledge folder has ${sorted.length} fault(s):\n${sorted.map(printFault).join('\n')}`)
    this.name = 'KnowledgeError'
    this.faults = sorted
  }
}
