import { LONGEST_MESSAGE } from './result.ts'

/** A text that is no longer than a message may be; what is cut off is marked. Never cuts a character in two. */
export function clipped(text: string): string {
  if (text.length <= LONGEST_MESSAGE) return text
  return `${text.slice(0, LONGEST_MESSAGE - 3).replace(/[\uD800-\uDBFF]$/, '')}...`
}
