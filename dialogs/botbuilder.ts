/**
 * What this bot uses of botbuilder at run time; types come from the packages themselves. Loaded as what it is, CommonJS:
 * imported as an ES module, each of its 250 files is read twice, first to find the names it exports. And of `botbuilder`
 * only the core: the rest serves streams and skills.
 */
import { createRequire } from 'node:module'

const load = createRequire(import.meta.url)

export const {
  ActivityTypes,
  BotAdapter,
  CloudAdapterBase,
  ConfigurationBotFrameworkAuthentication,
  TurnContext,
} = load('botbuilder-core') as typeof import('botbuilder-core')
export const { BotFrameworkAuthentication } = load(
  'botframework-connector',
) as typeof import('botframework-connector')
