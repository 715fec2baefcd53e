/** `npm run knowledge -- build | check | calibrate | gaps`: makes and looks over what the bot knows. Exit 0 well, 1 faults, 2 misuse. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { reportGaps } from './gaps.ts'
import { mustBeTexts } from './knowledgeFiles.ts'
import { compile } from '../core/redFlags/recognise.ts'
import { searchIndexOf } from '../core/retrieval/answerIndex.ts'
import { indexEnglish } from '../core/retrieval/english.ts'
import { Synonyms } from '../core/retrieval/synonyms.ts'
import { writeArtefact, type Knowledge } from '../knowledge/artefact.ts'
import { buildKnowledge, type Built } from '../knowledge/build.ts'
import { calibrate, type Calibration } from '../knowledge/calibrate.ts'
import { coverageGaps } from '../knowledge/coverage.ts'
import { KnowledgeError } from '../knowledge/faults.ts'
import { learn } from '../knowledge/learn.ts'
import { learnClassifier } from '../knowledge/learnClassifier.ts'
import { learnUnlessSame } from '../knowledge/learnt.ts'
import { learnSmallTalk, measureSmallTalk } from '../knowledge/smallTalk.ts'
import { loadKnowledge } from '../knowledge/load.ts'
import { arraysBeside, artefactPath, knowledgeFolder } from '../knowledge/places.ts'
import { kinds, review } from '../knowledge/review.ts'

const help = `Usage: npm run knowledge -- COMMAND [options]

  build    check the knowledge folder and write what the bot reads
             --quiet       print nothing when all is well
             --out FILE    write there, and beside it, instead of dist/knowledge.json

  check    also list what a person should look at: numbers nobody has confirmed, overdue
           reviews, long sentences, sentences that make no sense alone
             --documents DIR   compare the record of coverage with the source documents there

  calibrate  print the weights of the gate between answering and not (src/core/retrieval/gate.ts)
             that fit the ways to ask and the messages about other things, how many find their section,
             with the classifier and without, and how much small talk is known; about a minute

  gaps     print the questions that patients asked and the articles do not answer, alike ones
           together, and the sections with the most thumbs down; reads the store of the bot (STORE)
             --days N      of the last N days; as long as they are kept by default
             --limit N     so many groups and sections at most; 20 by default

  --folder DIR   another knowledge folder
  --help         this text

Faults are printed as file:line: what is wrong and what to do; then the exit code is 1.
`

/** The labelled messages, without the ways to ask that are lessons beside them. */
const labelled = ({ lessons }: Built) => lessons.filter(({ id }) => id !== '')

function build(folder: string, out: string, quiet: boolean): void {
  mustBeTexts(folder)
  const built = buildKnowledge(folder)
  const { content, lexiconIndex, lessons, elsewhere, talk } = built
  const earlier = earlierKnowledge(out) ?? earlierKnowledge(artefactPath)
  const classifier = learnUnlessSame(earlier?.classifier, {
    material: [content.passages, elsewhere.seen, content.retrieval.synonyms],
    folders: ['../core/retrieval', '.'],
    learn: () => learnClassifier(content.passages, elsewhere.seen, new Synonyms(content.retrieval.synonyms)),
  })
  const examples = labelled(built)
  const { intents, topics, synonyms } = content.retrieval
  const smallTalk = learnUnlessSame(earlier?.smallTalk, {
    material: [talk.seen, content.passages, elsewhere.seen, examples, intents, topics, synonyms],
    folders: ['../core', '../core/retrieval', '.'],
    learn: () => learnSmallTalk({ ...built, examples }),
  })
  const opinions = learnUnlessSame(earlier?.opinions, {
    material: [lessons, content.lexicon],
    folders: ['../core', '../core/redFlags', '.'],
    apart: /^(?:recogniser|settle)\./,
    learn: () => {
      console.error(`Learning from ${lessons.length} labelled messages (about a minute, once) …`)
      return learn(lessons, compile(content.lexicon, lexiconIndex))
    },
  })
  const searchIndex = searchIndexOf(content)
  const { hash, text, arrays } = writeArtefact({
    ...content,
    lexiconIndex,
    englishIndex: indexEnglish(content.retrieval.english),
    searchIndex,
    classifier,
    smallTalk,
    opinions,
  })
  // The text holds the hash of the arrays.
  const files = [out, arraysBeside(out)]
  const changed = !files.every((file) => existsSync(file)) || readFileSync(out, 'utf8') !== text
  if (changed) {
    mkdirSync(dirname(out), { recursive: true })
    replace(arraysBeside(out), arrays)
    replace(out, text)
  }
  if (quiet) return
  const articles = new Set(content.passages.map(({ article }) => article)).size
  console.log(`${changed ? 'Wrote' : 'Unchanged:'} ${out}
  ${articles} articles, ${content.passages.length} sections, ${content.documents.length} documents, ${Object.keys(content.regions).length} regions
  sha256 ${hash}`)
}

/** A program that runs reads the file of before or the new one, never half of either. */
function replace(file: string, content: string | Uint8Array): void {
  writeFileSync(`${file}.new`, content)
  renameSync(`${file}.new`, file)
}

function earlierKnowledge(artefact: string): Knowledge | undefined {
  try {
    return loadKnowledge(artefact)
  } catch {
    return undefined // none yet, or cut: learn anew
  }
}

/** @returns false when a source document holds a sentence nobody has accounted for. */
function check(folder: string, documents: string | undefined): boolean {
  const built = buildKnowledge(folder)
  const findings = review(built, new Date())
  for (const kind of new Set(findings.map((finding) => finding.kind))) {
    const some = findings.filter((finding) => finding.kind === kind)
    console.log(`${kind} (${some.length}): ${kinds[kind]}`)
    for (const { where, what } of some) console.log(`  ${where}: ${what}`)
  }
  if (findings.length === 0) console.log('Nothing to look at.')
  if (documents === undefined) return true
  const gaps = Object.keys(built.coverage.documents).flatMap((id) =>
    coverageGaps(built.coverage, id, readFileSync(join(documents, `${id}.txt`), 'utf8')),
  )
  console.log(gaps.length === 0 ? 'Every sentence of the documents is accounted for.' : gaps.join('\n'))
  return gaps.length === 0
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

function calibrationTable({ weights, found, at }: Calibration): string {
  return [
    `very section found: ${percent(found.both)} by search and classifier, ${percent(found.searchAlone)} by search alone`,
    `weights  [${weights.map((weight) => weight.toFixed(2)).join(', ')}]`,
    'sure from   right ones answered   other things refused',
    ...at.map(
      ({ sure, answered, refused }) =>
        `${sure.toFixed(2).padStart(9)}   ${percent(answered).padStart(19)}   ${percent(refused).padStart(20)}`,
    ),
  ].join('\n')
}

const calibration = (built: Built): string => `${calibrationTable(calibrate(built))}\n${smallTalkLine(built)}`

function smallTalkLine(built: Built): string {
  const { content, talk, elsewhere } = built
  const learnt = learnSmallTalk({ ...built, examples: labelled(built) })
  const { taken, kind, listed, swallowed } = measureSmallTalk(
    learnt,
    content,
    talk.heldBack,
    elsewhere.heldBack,
  )
  return `small talk held back: ${percent(taken)} known as such (${percent(listed)} by the lists alone), ${percent(kind)} with its kind; of messages about other things ${percent(swallowed)} taken for it`
}

async function run(args: string[]): Promise<number> {
  let parsed
  try {
    parsed = parseArgs({
      args,
      allowPositionals: true,
      options: {
        quiet: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        folder: { type: 'string', default: knowledgeFolder },
        documents: { type: 'string' },
        out: { type: 'string', default: artefactPath },
        days: { type: 'string' },
        limit: { type: 'string' },
      },
    })
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${help}`)
    return 2
  }
  const { values, positionals } = parsed
  if (values.help) {
    console.log(help)
    return 0
  }
  try {
    switch (positionals.join(' ')) {
      case 'build':
        build(values.folder, values.out, values.quiet)
        return 0
      case 'check':
        return check(values.folder, values.documents) ? 0 : 1
      case 'calibrate':
        console.log(calibration(buildKnowledge(values.folder)))
        return 0
      case 'gaps': {
        const { days, limit } = values
        if (![days, limit].every((number) => number === undefined || /^[1-9]\d{0,4}$/.test(number))) {
          console.error('knowledge gaps: --days and --limit take a whole number from 1 to 99999')
          return 2
        }
        return await reportGaps({
          limit: Number(limit ?? 20),
          ...(days !== undefined && { days: Number(days) }),
        })
      }
      default:
        console.error(`knowledge: unknown command "${positionals.join(' ')}"\n\n${help}`)
        return 2
    }
  } catch (error) {
    if (!(error instanceof KnowledgeError)) throw error
    console.error(error.message)
    return 1
  }
}

process.exitCode = await run(process.argv.slice(2))
