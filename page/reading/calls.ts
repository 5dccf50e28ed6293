import type { Scanner } from './scanner.ts'

/** What prints and code put around an array: `array(..., dtype=float64)`, `tensor(..., grad_fn=<...>)`. */

/** Names that change no number; what is before the last dot is a module. */
const WRAPPERS =
  /^(?:[\w.]+\.)?(?:array|asarray|Array|matrix|list|tuple|(?:as_)?tensor|Tensor|Float(?:Tensor)?|Double(?:Tensor)?|Parameter|float\d*|double|u?int\d*)$/

/** Goes past the beginning of a call. @throws ReadError for one that would have to be run */
export function openCall(scanner: Scanner, name: string, start: number): void {
  if (!WRAPPERS.test(name)) {
    const why = `${name}(...) is code that has to run first: print its result, and paste that.`
    throw scanner.fault(why, start)
  }
  scanner.take('(')
}

/** torch.nn.Parameter prints itself as these words and a tensor. */
const PARAMETER = /Parameter containing:/y

export function skipParameter(scanner: Scanner): void {
  scanner.match(PARAMETER)
}

const KEYWORD = /([A-Za-z_]\w*)\s*=\s*/y
const TUPLE = /\(([\d\s,]*)\)/y
/** A dtype, which may stand without a keyword; what only a keyword can have. */
const DTYPE = /'[^'\n]*'|"[^"\n]*"|[A-Za-z_][\w.]*(?:\('[^'\n]*'\))?/y
const OTHER = /<[^<>\n]*>|\d+/y
const SHAPES = ['shape', 'size']

/**
 * Goes past the rest of a call, whose array has been read: a dtype, keywords and the closing parenthesis.
 *
 * @throws ReadError for anything else, and for a shape that is not the array's
 */
export function closeCall(scanner: Scanner, shape: readonly number[]): void {
  while (scanner.take(',')) {
    const start = scanner.at
    if (scanner.peek() === ')') break
    const name = scanner.match(KEYWORD)?.[1]
    const tuple = name === undefined ? undefined : scanner.match(TUPLE)
    const found = tuple ?? scanner.match(DTYPE) ?? (name && scanner.match(OTHER))
    if (!found) {
      throw scanner.fault(
        'Only a dtype or keywords such as dtype=float64 can stand behind an array.',
      )
    }
    if (!tuple || !SHAPES.includes(name as string)) continue
    const said = (tuple[1] as string).split(',').flatMap((size) => size.trim() || [])
    if (said.join() === shape.join()) continue
    const why = `The text says that the shape is (${said.join(', ')}), and its numbers make (${shape.join(', ')}).`
    throw scanner.fault(why, start)
  }
  if (!scanner.take(')')) throw scanner.fault('A closing ) is missing here.')
}
