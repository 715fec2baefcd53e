/** The SDK's waterfalls and the stack they stand on, without what no dialog here makes use of. */
import type { TurnContext } from 'botbuilder'
import type {
  Dialog as AnyDialog,
  DialogReason as Reason,
  DialogTurnResult,
} from 'botbuilder-dialogs/lib/dialog.js'
import type { DialogContext as Context } from 'botbuilder-dialogs/lib/dialogContext.js'
import { DialogContext, DialogReason, DialogTurnStatus, WaterfallDialog } from './botbuilder.ts'

export { Dialog, DialogSet, DialogTurnStatus } from './botbuilder.ts'
export type { DialogTurnResult } from 'botbuilder-dialogs/lib/dialog.js'
export type { DialogState } from 'botbuilder-dialogs/lib/dialogContext.js'

/**
 * The SDK's context, which moves about its stack and nothing else: the SDK's own steps each raise events that no dialog
 * here hears, and pass through half a dozen promises.
 */
export class DialogStack extends DialogContext {
  override async beginDialog(id: string, options?: object): Promise<DialogTurnResult> {
    const dialog = this.#named(id)
    this.stack.push({ id, state: {} })
    return dialog.beginDialog(this, options)
  }

  override async continueDialog(): Promise<DialogTurnResult> {
    const { activeDialog } = this
    return activeDialog
      ? this.#named(activeDialog.id).continueDialog(this)
      : { status: DialogTurnStatus.empty }
  }

  override async endDialog(result?: unknown): Promise<DialogTurnResult> {
    this.stack.pop()
    const { activeDialog } = this
    if (!activeDialog) return { status: DialogTurnStatus.complete, result }
    return this.#named(activeDialog.id).resumeDialog(this, DialogReason.endCalled, result)
  }

  override async replaceDialog(id: string, options?: object): Promise<DialogTurnResult> {
    this.stack.pop()
    return this.beginDialog(id, options)
  }

  override async cancelAllDialogs(): Promise<DialogTurnResult> {
    this.stack.length = 0
    return { status: DialogTurnStatus.cancelled }
  }

  #named(id: string): AnyDialog {
    const dialog = this.findDialog(id)
    if (!dialog) throw new Error(`there is no dialog '${id}'`)
    return dialog
  }
}

/** What a step works with: a part of the SDK's `WaterfallStepContext`. */
export interface Step<Options extends object = object> {
  readonly context: TurnContext
  readonly options: Options
  next(): Promise<DialogTurnResult>
  beginDialog(id: string, options?: object): Promise<DialogTurnResult>
  replaceDialog(id: string, options?: object): Promise<DialogTurnResult>
  endDialog(result?: unknown): Promise<DialogTurnResult>
}

type Run<Options extends object> = (step: Step<Options>) => Promise<DialogTurnResult>

/**
 * The SDK's waterfall, whose steps share the one dialog context of their turn. The SDK builds a whole new one for each
 * step, with its memory scopes and telemetry, of which no step here makes use: a third of what a turn allocates.
 */
export class Waterfall<Options extends object = object> extends WaterfallDialog<Options> {
  readonly #steps: readonly Run<Options>[]

  constructor(id: string, steps: readonly Run<Options>[]) {
    super(id)
    this.#steps = steps
  }

  override beginDialog(dialog: Context, options?: Options): Promise<DialogTurnResult> {
    Object.assign(dialog.activeDialog!.state, { options: options ?? {}, values: {} })
    return this.runStep(dialog, 0, DialogReason.beginCalled)
  }

  override continueDialog(dialog: Context): Promise<DialogTurnResult> {
    return this.resumeDialog(dialog, DialogReason.continueCalled)
  }

  override resumeDialog(dialog: Context, reason: Reason, result?: unknown): Promise<DialogTurnResult> {
    return this.runStep(dialog, Number(dialog.activeDialog!.state.stepIndex) + 1, reason, result)
  }

  protected override runStep(dialog: Context, index: number, _: Reason, result?: unknown) {
    const run = this.#steps[index]
    if (!run) return dialog.endDialog(result)
    const { state } = dialog.activeDialog!
    state.stepIndex = index
    return run({
      context: dialog.context,
      options: state.options as Options,
      next: () => this.resumeDialog(dialog, DialogReason.nextCalled),
      beginDialog: (id, more) => dialog.beginDialog(id, more),
      replaceDialog: (id, more) => dialog.replaceDialog(id, more),
      endDialog: (ended) => dialog.endDialog(ended),
    })
  }
}
