/**
 * The few Adaptive Card elements that are used, as plain JSON (schema 1.5, https://adaptivecards.io/explorer).
 *
 * Every text goes through `literal`, so that nothing in it (a patient's own words may be) is read as Markdown: the only
 * links on a card are those made by `link`.
 */
export type Json = string | number | boolean | readonly Json[] | { readonly [name: string]: Json }

export interface Element {
  readonly type: string
  readonly [name: string]: Json
}

type Look = Readonly<Record<string, Json>>

/** Whatever `literal` would change. Few texts have any of it, and one look is quicker than three. */
const readAsMarkdown = /[\\`*_[\]~@]|:\/\/|(?<=[a-z]{2})\.(?=[a-z]{2})|^[ \t]*(?:[#>+-]|\d+[.)])/im

export const literal = (text: string): string => (readAsMarkdown.test(text) ? escaped(text) : text)

const escaped = (text: string): string =>
  text
    .replace(/[\\`*_[\]~]/g, '\\$&')
    .replace(/^([ \t]*)([#>+-]+|\d+(?=[.)]))/gm, '$1\\$2')
    // Clients make links of what looks like an address, "hurts.it" included.
    .replace(/:(?=\/\/)|@|(?<=[a-z]{2})\.(?=[a-z]{2})/gi, '\\$&')

const block = (markdown: string, look: Look = {}): Element => ({
  type: 'TextBlock',
  text: markdown,
  wrap: true,
  ...look,
})

export const quiet = { size: 'Small', isSubtle: true } as const

export const paragraph = (text: string, look?: Look): Element => block(literal(text), look)

export const heading = (text: string, look: Look = {}): Element =>
  paragraph(text, { style: 'heading', weight: 'Bolder', spacing: 'Medium', ...look })

export const link = (text: string, href: string, look?: Look): Element =>
  block(`[${literal(text)}](${href})`, look)

// a single blank, as between most words, is left alone
const oneLine = (text: string): string => literal(text.replace(/\s{2,}|[^\S ]/g, ' '))

export const bullets = (lines: readonly string[], look?: Look): Element =>
  block(lines.map((line) => `- ${oneLine(line)}`).join('\n'), look)

export const numbered = (lines: readonly string[]): Element =>
  block(lines.map((line, i) => `${i + 1}. ${oneLine(line)}`).join('\n'))

export const submit = (title: string, data: Json): Element => ({ type: 'Action.Submit', title, data })

export const open = (title: string, url: string): Element => ({ type: 'Action.OpenUrl', title, url })
