/** Every sentence the bot says that is neither article nor advice, as loaded from `knowledge/wording/`. */
import { z } from 'zod'
import { cardWordingSchema } from './cardWording.ts'

export const wordingSchema = z.strictObject({
  /** Notices by id. `{name}` is filled in; see `fill`. */
  notices: z.record(z.string(), z.string()),
  cards: cardWordingSchema,
})
export type Wording = z.infer<typeof wordingSchema>

/** Fills `{name}` in a text. @throws {Error} naming the placeholder that has no value. */
export const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`no value for {${name}} in "${text}"`)
    return value
  })
