import { giveBack } from '../core/memory.ts'

/** Gives the memory of every large array in a value back. Whoever calls it is the last to know the arrays. */
export function free(value: unknown): void {
  if (ArrayBuffer.isView(value)) giveBack(value)
  else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const each of Object.values(value)) free(each)
  }
}
