/**
 * What this bot uses of botbuilder-dialogs. Each from its own file: the package's index also loads the prompts, and with
 * them recognizers for numbers and dates in ten languages, which no dialog here uses: half a second and 37 MB.
 */
export { Dialog, DialogTurnStatus, type DialogTurnResult } from 'botbuilder-dialogs/lib/dialog.js'
export type { DialogContext, DialogState } from 'botbuilder-dialogs/lib/dialogContext.js'
export { DialogSet } from 'botbuilder-dialogs/lib/dialogSet.js'
export { WaterfallDialog } from 'botbuilder-dialogs/lib/waterfallDialog.js'
export type { WaterfallStepContext } from 'botbuilder-dialogs/lib/waterfallStepContext.js'
