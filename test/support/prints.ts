import { readFileSync } from 'node:fs'
import type { Tensor } from '../../src/formats/tensor.ts'

/** A text of NumPy's or Python's, and the array in it; nothing for one that has to be refused. */
export interface Print {
  readonly name: string
  readonly text: string
  readonly holds?: Tensor
}

interface Row {
  readonly name: string
  readonly text: string
  readonly holds?: { readonly shape: readonly number[]; readonly float64: string }
}

const url = new URL('../fixtures/numpy/prints.json', import.meta.url)
const rows: Row[] = JSON.parse(readFileSync(url, 'utf8'))

/** See make.py beside the file. */
export const prints: Print[] = rows.map(({ name, text, holds }) => {
  if (!holds) return { name, text }
  const { buffer } = new Uint8Array(Buffer.from(holds.float64, 'base64'))
  return { name, text, holds: { shape: holds.shape, data: new Float64Array(buffer) } }
})
