import { readNamed } from '../reading/text.ts'
import { written } from '../reading/write.ts'
import { SUBMITTED } from '../state/submitted.ts'

/** Arrays by name: those of the circuit as texts, and the names of the others. */
export interface Sorted {
  readonly known: Readonly<Record<string, string>>
  readonly others: readonly string[]
}

/** A text that names its arrays, such as a dict; undefined for any other. */
export function readKnown(text: string): Sorted | undefined {
  try {
    const named = readNamed(text)
    return named && sort(named)
  } catch {
    return undefined
  }
}

/** undefined when none is of the circuit. */
export function sort(arrays: NonNullable<ReturnType<typeof readNamed>>): Sorted | undefined {
  const names = Object.keys(arrays)
  const known = Object.entries(arrays).filter(([name]) => SUBMITTED.includes(name))
  if (known.length === 0) return undefined
  return {
    known: Object.fromEntries(known.map(([name, array]) => [name, written(array)])),
    others: names.filter((name) => !SUBMITTED.includes(name)),
  }
}
