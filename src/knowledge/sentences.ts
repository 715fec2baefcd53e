/**
 * Splits prose into sentences by fixed rules, the same on every machine: a sentence ends at `.`, `!`, `?` or `…`
 * (and closing quotes or brackets) before white space and something that can begin a sentence.
 */

const abbreviation = /(?:^|[\s("“])(?:e\.g|i\.e|etc|vs|Dr|Mr|Mrs|Ms|M\.D|Inc|No)\.$/
const boundary = /(?<=[.!?…]["'”’)\]]{0,3})\s+(?=["'“‘([*]{0,3}[\p{Lu}\p{N}©])/u

export function splitSentences(prose: string): string[] {
  const sentences: string[] = []
  for (const line of prose.split(/\n+/))
    for (const piece of line.trim().split(boundary)) {
      const text = piece.trim()
      if (text === '') continue
      const last = sentences.at(-1)
      if (last !== undefined && abbreviation.test(last) && line.includes(`${last} ${text}`))
        sentences[sentences.length - 1] = `${last} ${text}`
      else sentences.push(text)
    }
  return sentences
}

export const countWords = (text: string): number => text.match(/[\p{L}\p{N}][\p{L}\p{N}’'-]*/gu)?.length ?? 0
