import { BACKWARD, FORWARD, INPUTS } from '../graph.ts'
import { escaped } from '../markup.ts'

const NAMES = [...INPUTS, ...FORWARD, ...BACKWARD].map(({ name }) => name)
const NAME = new RegExp(`\\b(?:${NAMES.join('|')})\\b`, 'g')

/** A sentence as HTML, in which the names of the circuit look like code. */
export function prose(sentence: string): string {
  return escaped(sentence).replaceAll(NAME, '<code>$&</code>')
}
