/**
 * What is typed is rewritten ("want to" is `want`) before phrases are looked for, so the phrases must be, too: whoever writes a
 * phrase need not know the rewrites.
 */

interface Alias {
  readonly words: readonly string[]
  readonly target: string
}

/** The plain ones, by their first word. */
export function aliasesOf(
  files: readonly Readonly<Record<string, readonly string[]>>[],
): ReadonlyMap<string, readonly Alias[]> {
  const aliases = new Map<string, Alias[]>()
  for (const [target, sources] of files.flatMap((file) => Object.entries(file)))
    for (const source of sources) {
      if (/[@?|~_]/.test(source)) continue
      const words = source.split(' ')
      aliases.set(words[0]!, [...(aliases.get(words[0]!) ?? []), { words, target }])
    }
  return aliases
}

/** How many ways of writing one phrase are kept: a bound, seldom reached. */
const most = 8

/** A phrase as written and as it reads after the rewrites: "want to die" and `want die`. */
export function rewritten(phrase: string, aliases: ReadonlyMap<string, readonly Alias[]>): string[] {
  const ways = [phrase.split(' ')]
  for (const way of ways)
    for (let i = 0; i < way.length && ways.length < most; i++)
      for (const { words, target } of way[i]!.split('|').flatMap((choice) => aliases.get(choice) ?? []))
        if (words.length > 1 && words.every((word, k) => way[i + k]?.split('|').includes(word)))
          ways.push([...way.slice(0, i), target, ...way.slice(i + words.length)])
  return [...new Set(ways.map((way) => way.map((element) => oneWord(element, aliases)).join(' ')))]
}

function oneWord(element: string, aliases: ReadonlyMap<string, readonly Alias[]>): string {
  const optional = element.endsWith('?') ? '?' : ''
  const choices = (optional ? element.slice(0, -1) : element).split('|')
  const targets = choices.flatMap((choice) =>
    (aliases.get(choice) ?? []).filter(({ words }) => words.length === 1).map(({ target }) => target),
  )
  return [...new Set([...choices, ...targets])].join('|') + optional
}
