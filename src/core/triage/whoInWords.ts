import { fill, type Wording } from '../wording.ts'
import { isNamed, me, type Who } from './forWhom.ts'

/** "You", "your husband", "the person you are asking about". */
export const whoInWords = (who: Who, words: Wording['people'], self: 'me' | 'myself' = 'me'): string =>
  who === me ? words[self] : isNamed(who) ? fill(words.relative, { person: who }) : words.somebody
