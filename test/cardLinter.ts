/** What is wrong with an Adaptive Card for Teams and for those who hear it, enlarge it or cannot tell colours apart. */
import type { Card } from '../src/cards/adaptiveCard.ts'

type Node = Record<string, unknown>

/** Of schema 1.5, what Teams shows on every client. */
const elements = ['AdaptiveCard', 'TextBlock', 'Container', 'ColumnSet', 'Column', 'Input.ChoiceSet', 'Action.Submit', 'Action.OpenUrl'] // prettier-ignore
const signs = /[⚠▲☎⌂✓👍👎]/u
/** Microsoft's limit for a bot's message with its cards is some 100 KB; those of older clients 28. */
const mostBytes = 28 * 1024

const nodesOf = (node: unknown): Node[] =>
  Array.isArray(node)
    ? node.flatMap(nodesOf)
    : typeof node === 'object' && node !== null
      ? [node as Node, ...Object.values(node).flatMap(nodesOf)]
      : []
const typed = (nodes: Node[], type: string) => nodes.filter((node) => node['type'] === type)
const filled = (text: unknown): text is string => typeof text === 'string' && /[\p{L}\p{N}]/u.test(text)

export function lint(card: Card): string[] {
  const faults: string[] = []
  const fault = (wrong: boolean, what: string) => void (wrong && faults.push(what))
  const nodes = nodesOf(card)
  const texts = typed(nodes, 'TextBlock')
  const actions = nodes.filter((node) => String(node['type']).startsWith('Action.'))

  fault(card.version !== '1.5' || !card.$schema, 'version or schema')
  fault(!filled(card.fallbackText), 'no fallbackText')
  fault(!filled(card.speak) || card.speak.length > 4000, 'no speak')
  fault(card.body.length === 0, 'nothing to read')
  fault(card.actions.length > 6, `${card.actions.length} actions`)
  fault(Buffer.byteLength(JSON.stringify(card)) > mostBytes, 'too many bytes')
  fault(/undefined|\[object|\{\w+\}/.test(JSON.stringify(card).replace(/"\w+":/g, '')), 'a blank was left')
  for (const { type } of nodes.filter((node) => typeof node['type'] === 'string'))
    fault(!elements.includes(String(type)), `element ${String(type)}`)

  for (const text of texts) {
    fault(!filled(text['text']) && !signs.test(String(text['text'])), 'an empty text')
    fault(text['wrap'] !== true, 'a text that is cut off')
    fault('color' in text, "a colour of its own: contrast is the theme's business")
    fault('maxLines' in text || 'fontType' in text, 'a text that may be cut off')
  }
  for (const container of typed(nodes, 'Container').filter(({ style }) => style !== undefined)) {
    const said = typed(nodesOf(container['items']), 'TextBlock').map(({ text }) => String(text))
    fault(!said.some(filled), `${String(container['style'])} without words`)
    const urgent = container['style'] === 'attention'
    fault(urgent && !said.some((text) => signs.test(text)), 'attention without a sign')
    fault(
      urgent && !said.some((text) => /emergency|call|999|11[12]|911|000/i.test(text)),
      'attention in colour alone',
    )
  }

  const titles = actions.map(({ title }) => title)
  fault(new Set(titles).size !== titles.length, 'two buttons of one name')
  for (const action of actions) {
    fault(!filled(action['title']), 'a button without a name')
    fault(String(action['title']).length > 60, `a long button: ${String(action['title'])}`)
    if (action['type'] === 'Action.OpenUrl')
      fault(
        !/^(tel:|sms:)\+?[\d#*]+$|^https:\/\/[\w.-]+\//.test(String(action['url'])),
        `link ${String(action['url'])}`,
      )
    if (action['type'] === 'Action.Submit')
      fault(!action['data'] && card.actions.length > 1, 'a tap that says nothing')
  }
  for (const input of typed(nodes, 'Input.ChoiceSet')) {
    fault(input['isRequired'] === true && !filled(input['errorMessage']), 'an input without its error')
    fault(input['wrap'] !== true, 'choices that are cut off')
    const listed = typed(nodes, 'Action.Submit').some(({ data }) => Object.hasOwn(Object(data), 'question'))
    const choices = input['choices'] as { title: string; value: string }[]
    fault(choices.length < 2 || choices.length > 20, `${choices.length} choices`)
    fault(choices.some(({ title, value }) => !filled(title) || value === '' || (listed && value.includes(','))), 'a choice that cannot be sent') // prettier-ignore
    fault(typed(nodes, 'Action.Submit').length === 0, 'no button to send')
  }
  return [...new Set(faults)]
}
