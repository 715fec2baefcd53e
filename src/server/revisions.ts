/** A message edited or deleted comes under its own id again: each time it is another activity. */
import type { StoredActivity } from '../store/store.ts'

const revised = '#revised-'

/** The id under which an activity is kept. */
export function arrivalId({ type, id, timestamp }: StoredActivity, make: () => string): string {
  if (typeof id !== 'string') return make()
  const again = type === 'messageUpdate' || type === 'messageDelete'
  return again ? `${id}${revised}${typeof timestamp === 'string' ? timestamp : make()}` : id
}

/** The id that the channel knows. */
export const knownId = (id: string): string => id.split(revised)[0]!
