import type { ChangeListener } from './store.ts'

/** Those who want to hear of changes, in this process. */
export class Listeners {
  readonly #all = new Set<ChangeListener>()

  add(listener: ChangeListener): () => void {
    this.#all.add(listener)
    return () => void this.#all.delete(listener)
  }

  tell(conversation: string | undefined): void {
    for (const listener of this.#all) listener(conversation)
  }
}
