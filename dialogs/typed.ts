/** What a person typed, without what Teams writes into it. */
import type { Activity } from 'botbuilder'

const marks: Readonly<Record<string, string>> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
}

/** The text without mentions of the bot; of others their names stay. */
export function typed({ channelId, text, entities = [], recipient }: Activity): string {
  if (!text || channelId !== 'msteams') return text ?? ''
  const toBot = entities.flatMap((entity) => {
    const { mentioned, text: mark } = entity as { mentioned?: { id?: unknown }; text?: unknown }
    return mentioned?.id === recipient?.id && typeof mark === 'string' && mark !== '' ? [mark] : []
  })
  return toBot
    .reduce((words, mark) => words.replaceAll(mark, ' '), text)
    .replace(/<\/?at[^<>]{0,200}>/gi, ' ')
    .replace(/&(nbsp|amp|lt|gt|quot|#39);/g, (_, name: string) => marks[name]!)
    .trim()
}
