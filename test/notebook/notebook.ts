/** What of a notebook's format (nbformat 4.5) is looked at. */
export interface Notebook {
  readonly nbformat: number
  readonly nbformat_minor: number
  readonly metadata: object
  readonly cells: readonly Cell[]
}

export interface Cell {
  readonly id: string
  readonly cell_type: 'markdown' | 'code'
  readonly metadata: object
  readonly source: Text
  readonly execution_count?: number
  readonly outputs?: readonly Output[]
}

/** What a cell has printed, or shown in one or several forms. */
export type Output =
  | { readonly output_type: 'stream'; readonly name: string; readonly text: Text }
  | {
      readonly output_type: 'display_data' | 'execute_result'
      readonly data: Readonly<Record<string, Text>>
      readonly metadata: object
    }

/** A text, or its lines, each with its end. */
type Text = string | readonly string[]

export const textOf = (text: Text): string => (typeof text === 'string' ? text : text.join(''))

/** Forms that are drawn anew on every machine, with its fonts: only that they are there can be compared. */
const DRAWN = ['image/png']

/** An output as it is compared: what it says in which form. */
function told(output: Output): string[] {
  if (output.output_type === 'stream') return [`${output.name}:\n${textOf(output.text)}`]
  return Object.entries(output.data).map(([form, text]) =>
    DRAWN.includes(form) ? form : `${form}:\n${textOf(text)}`,
  )
}

/** The outputs of a cell, line by line. */
function linesOf({ outputs = [] }: Partial<Cell> = {}): string[] {
  return outputs.flatMap(told).flatMap((each) => each.split('\n'))
}

/** Each code cell whose outputs differ, with the first line that does: what came, and what is stored. */
export function differences(stored: Notebook, fresh: Notebook): string[] {
  return fresh.cells.flatMap((cell, k) => {
    const [came, kept] = [linesOf(cell), linesOf(stored.cells[k])]
    const length = Math.max(came.length, kept.length)
    const at = Array.from({ length }).findIndex((_, i) => came[i] !== kept[i])
    if (at < 0) return []
    const [line = 'nothing', instead = 'nothing'] = [came[at], kept[at]]
    return [`cell ${cell.id}: line ${at + 1} of what it gives is\n  ${line}\nand not\n  ${instead}`]
  })
}
