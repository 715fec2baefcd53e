/**
 * What turns use of botbuilder at run time; types come from the packages themselves. Loaded as what it is, CommonJS:
 * imported as an ES module, each of its files is read twice, first to find the names it exports. And each from its own
 * file: the index of `botbuilder-core` loads what speaks to Azure too, and that of `botbuilder-dialogs` prompts with
 * recognizers for numbers and dates in ten languages: 0.7 s and 55 MB in all, of which no turn makes use.
 */
import { createRequire } from 'node:module'

const load = createRequire(import.meta.url)
type Core = typeof import('botbuilder-core')

const index = load.resolve('botbuilder-core')
const whole = load.cache[index]
/** Stands for the index while these files load, which name it. */
const core = {} as Core
if (!whole) load.cache[index] = { exports: core } as NodeJS.Module
for (const file of [
  'activityHandlerBase',
  'botAdapter',
  'botComponent',
  'botTelemetryClient',
  'componentRegistration',
  'stringUtils',
  'turnContextStateCollection',
  'turnContext',
])
  Object.assign(core, load(`botbuilder-core/lib/${file}.js`))
Object.assign(core, load('botframework-schema'))

export const { ActivityTypes, BotAdapter, TurnContext } = core
export const { Dialog, DialogReason, DialogTurnStatus } = load(
  'botbuilder-dialogs/lib/dialog.js',
) as typeof import('botbuilder-dialogs/lib/dialog.js')
export const { DialogContext } = load(
  'botbuilder-dialogs/lib/dialogContext.js',
) as typeof import('botbuilder-dialogs/lib/dialogContext.js')
export const { DialogSet } = load(
  'botbuilder-dialogs/lib/dialogSet.js',
) as typeof import('botbuilder-dialogs/lib/dialogSet.js')
export const { WaterfallDialog } = load(
  'botbuilder-dialogs/lib/waterfallDialog.js',
) as typeof import('botbuilder-dialogs/lib/waterfallDialog.js')

// whoever asks for it from here on gets the index itself
if (!whole) delete load.cache[index]
