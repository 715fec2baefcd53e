/** The sheet a clinician signs, written from the tables the program runs on. */
import type { Knowledge } from '../knowledge/artefact.ts'
import type { Hazard, HazardLog } from '../knowledge/hazards.ts'
import { evidenceNames } from '../core/redFlags/conclusion.ts'
import { strongestOf } from '../core/redFlags/secondOpinion.ts'
import { noFacts } from '../core/triage/facts.ts'
import { redFlag, redFlags, signsOf, isRedFlag } from '../core/triage/flags.ts'
import { sourceOf } from '../core/triage/guidelines.ts'
import { bundleIds, flagsOfQuestion, questionIds, questionMessage } from '../core/triage/questions.ts'
import { rules, type Rule } from '../core/triage/rules.ts'

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n')

const section = (title: string, ...parts: string[]): string => [`## ${title}`, ...parts].join('\n\n')

/** Words on buttons and around the conversation, by name; some in groups. */
export interface Labels {
  readonly [name: string]: string | Labels
}

export function signOffSheet(knowledge: Knowledge, hazards: HazardLog, widget: Labels): string {
  return [
    '# Rules, questions and texts for sign-off',
    `Knowledge ${knowledge.hash.slice(0, 12)}. Printed from the program itself: what stands here is what is asked and said.`,
    rulesSection(knowledge),
    flagsSection(knowledge),
    opinionSection(knowledge),
    questionsSection(knowledge),
    numbersSection(knowledge),
    adviceSection(knowledge),
    widgetSection(widget),
    hazardSection(hazards),
    section(
      'Signatures',
      'The rules, questions, texts and hazard log above are approved for the use of patients of:',
      table(
        ['', 'Name', 'Role', 'Date', 'Signature'],
        [
          ['Clinic', '', '', '', ''],
          ['Reviewed by', '', '', '', ''],
          ['Approved by', '', '', '', ''],
        ],
      ),
    ),
  ].join('\n\n')
}

function rulesSection({ wording }: Knowledge): string {
  const condition = (rule: Rule): string => {
    if (rule.condition !== undefined || !isRedFlag(rule.id)) return rule.condition ?? ''
    const signs = signsOf(rule.id)
    return [...new Set((signs.length > 1 ? signs.slice(1) : signs).map((sign) => wording.told[sign]))].join(
      '; ',
    )
  }
  const rows = rules.map((rule, i) => [
    String(i + 1),
    rule.id,
    rule.disposition,
    rule.action,
    condition(rule),
    rule.source.map((id) => sourceOf(id).title).join('; '),
  ])
  return section(
    'Rules, the most urgent first',
    'The first rule that holds decides. An emergency ends the questions. After an urgent outcome the questions about signs go on, because two signs together may be an emergency. "Not known" is never read as "no".',
    table(['', 'Rule', 'Outcome', 'Action', 'When', 'Sources'], rows),
  )
}

function flagsSection({ wording }: Knowledge): string {
  const rows = redFlags.map(({ id }) => {
    const { level, action } = redFlag(id)
    const asked = bundleIds.filter((bundle) => flagsOfQuestion(bundle).includes(id))
    return [id, level, action, wording.told[id], asked.join(', ')]
  })
  return section('Red flags', table(['Flag', 'Level', 'Action', 'Means', 'Asked in'], rows))
}

function opinionSection({ opinions }: Knowledge): string {
  const strongest = strongestOf(opinions.opinion)
  const rows = redFlags.map(({ id }) => [id, strongest(id, 12).join(', ')])
  const { any, emergency } = opinions.conclusion
  const evidence = ['to begin with', ...evidenceNames].map((name, i) => [
    name,
    String(any[i]),
    String(emergency[i]),
  ])
  return section(
    'What is learnt from labelled messages',
    'Beside the rules a second opinion weighs words and concepts, each sentence by itself and the message as a whole, and may find a flag in words no rule knows. Its strongest signs for each flag; {concepts} are those of knowledge/vocabulary:',
    table(['Flag', 'Speaks for it most'], rows),
    'A conclusion decides from this evidence whether to escalate, to ask or to let pass, and whether what is escalated is an emergency. A sentence is also concluded on by itself: what would be escalated alone is asked about at least, and what is plain alone is escalated whatever else is said. Weights in log-odds:',
    table(['Evidence', 'That a flag is affirmed', 'That it is an emergency'], evidence),
  )
}

function questionsSection({ wording }: Knowledge): string {
  const parts = questionIds.map((id) => {
    const { text, options, flags } = questionMessage(id, noFacts, wording, 0)
    const { again, why } = wording.questions[id]
    const lines = [
      `### ${id}`,
      `**${text}**`,
      `In other words: ${again}\n\nWhy: ${why}`,
      options.map(({ value, label }) => `- ${label} (\`${value}\`)`).join('\n'),
    ]
    if (flags.length > 0) lines.push(`Red flags: ${flags.join(', ')}`)
    return lines.join('\n\n')
  })
  return section(
    'Questions, in the order they are asked',
    'At most 9 questions lead to self-care. The questions about one flag are asked when the question about several could not be understood, or when the person says that the advice is not right.',
    ...parts,
  )
}

function numbersSection({ regions }: Knowledge): string {
  const rows = Object.values(regions).flatMap((region) =>
    Object.entries(region).flatMap(([key, line]) => {
      if (typeof line !== 'object' || Array.isArray(line) || !('confirmed' in line)) return []
      const { name, number, confirmed } = line as { name: string; number: string; confirmed: string | null }
      return [[region.name, key, name, number, confirmed ?? 'NOT CONFIRMED']]
    }),
  )
  return section(
    'Numbers to call',
    `${rows.filter((row) => row[4] === 'NOT CONFIRMED').length} of ${rows.length} await confirmation: call each one you use, then write the day into its region's file.`,
    table(['Region', 'Line', 'Name', 'Number', 'Confirmed'], rows),
  )
}

function adviceSection({ advice }: Knowledge): string {
  const texts = Object.entries(advice).sort(([a], [b]) => a.localeCompare(b))
  const rows = texts.map(([id, { source, reviewed, instruction, why }]) => [
    `advice/${id}.md`,
    reviewed,
    source.map((guideline) => sourceOf(guideline).title).join('; '),
    instruction ?? 'as its action',
    why ?? '',
  ])
  return section(
    'Advice texts',
    '"Reviewed" is the day the authors last read a text; a clinician approves it with the signature below.',
    table(['File', 'Reviewed', 'Sources', 'Instruction', 'Why'], rows),
  )
}

/** What says where the words come from, not what a patient reads. */
const unread = ['source', 'reviewed', 'lang', 'dir']

function widgetSection(labels: Labels): string {
  const rowsOf = (group: Labels, before: string): string[][] =>
    Object.entries(group).flatMap(([name, text]) =>
      typeof text === 'string' ? [[before + name, text]] : rowsOf(text, `${before}${name}.`),
    )
  const rows = rowsOf(labels, '').filter(([name]) => !unread.includes(name!))
  return section(
    "The chat on a clinic's page",
    `What stands on its buttons and around what is said; ${String(labels['source'])}, reviewed ${String(labels['reviewed'])}.`,
    table(['Name', 'Words'], rows),
  )
}

function hazardSection({ scale, hazards, source, reviewed }: HazardLog): string {
  const severities = scale.severities.map(({ id, means }) => [
    id,
    means,
    String(hazards.filter(({ severity }) => severity === id).length),
  ])
  const worstFirst = scale.severities.flatMap(({ id }) => hazards.filter(({ severity }) => severity === id))
  return section(
    'Hazard log',
    `${hazards.length} hazards. ${source}; reviewed ${reviewed}. Likelihood and acceptance are for the clinic to fill in.`,
    table(['Severity', 'Means', 'Hazards'], severities),
    `The scale: ${scale.source}`,
    ...worstFirst.map(hazardEntry),
  )
}

function hazardEntry({ id, hazard, flags, cause, effect, severity, controls, residual }: Hazard): string {
  const proofs = controls.map(({ what, tests, by }) =>
    [
      `- ${what}${by ? ` (no test: seen to by ${by})` : ''}`,
      ...(tests ?? []).map((test) => `  - \`${test}\``),
    ].join('\n'),
  )
  return [
    `### ${hazard} (\`${id}\`)`,
    `Severity: **${severity}**. Red flags: ${flags.join(', ') || 'none by itself'}.`,
    `Cause: ${cause}\n\nEffect: ${effect}`,
    `Controls:\n\n${proofs.join('\n')}`,
    `Residual risk: ${residual}`,
    'Likelihood: ________ Accepted by: ________',
  ].join('\n\n')
}
