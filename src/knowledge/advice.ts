/** Reads the advice texts, and checks that there is one for whatever the rules can say, in words every region has. */
import { parseAdvice, type AdviceFault } from '../core/triage/adviceText.ts'
import { redFlags } from '../core/triage/flags.ts'
import { rules } from '../core/triage/rules.ts'
import type { Region } from '../core/regions.ts'
import type { Content } from './artefact.ts'
import type { Fault } from './faults.ts'
import { lineAt } from './jsonFile.ts'

/** Filled in for every region and clinic; besides these, a region's own words. */
const lines = ['emergency', 'healthLine', 'crisisLine', 'poisonLine', 'clinic']

export interface AdviceFile {
  readonly name: string
  readonly text: string
}

export function readAdvice(
  files: readonly AdviceFile[],
  regions: readonly Region[],
  faults: Fault[],
): { advice: Content['advice']; reviewed: ReadonlyMap<string, string> } {
  const advice: Content['advice'] = {}
  const reviewed = new Map<string, string>()
  for (const { name, text } of files) {
    const found: AdviceFault[] = []
    const parsed = parseAdvice(text, found)
    faults.push(...found.map((fault) => ({ file: name, ...fault })), ...unfilled(name, text, regions))
    if (!parsed) continue
    advice[name.replace(/^advice\/|\.md$/g, '')] = parsed
    reviewed.set(name, parsed.reviewed)
  }
  const names = new Set(files.map(({ name }) => name))
  const wanted = [
    ...rules.map(({ id }) => ({ id, whose: `rule "${id}"` })),
    ...redFlags.map(({ action }) => ({ id: `action-${action}`, whose: `action "${action}"` })),
  ]
  for (const [id, { whose }] of new Map(wanted.map((want) => [want.id, want])))
    if (!names.has(`advice/${id}.md`))
      faults.push({
        file: `advice/${id}.md`,
        line: 1,
        message: `there is no such file: write the advice of ${whose}`,
      })
  return { advice, reviewed }
}

/** A word that only some regions have is the regions' fault, and told there. */
function unfilled(file: string, text: string, regions: readonly Region[]): Fault[] {
  const known = new Set([...lines, ...regions.flatMap(({ words }) => Object.keys(words))])
  return [...text.matchAll(/\{(\w+)\}/g)]
    .filter(([, name]) => !known.has(name!))
    .map((match) => ({
      file,
      line: lineAt(text, match.index),
      message: `nothing fills ${match[0]}: add it to the "words" of every region, or write another`,
    }))
}
