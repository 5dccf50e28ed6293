import { inputsOf } from '../circuit.ts'
import { BACKWARD, FORWARD, INPUTS, type Value } from '../graph.ts'

/** What goes into a pass of a step and what comes out of it, each with a place for its numbers. */

type Shown = Pick<Value, 'name' | 'shape' | 'unit'>

const KNOWN: ReadonlyMap<string, Shown> = new Map(
  [...INPUTS, ...FORWARD, ...BACKWARD].map((value) => [value.name, value]),
)

/** What a pass of a step reads and does not make, in one mode. */
function readIn(mode: 'formula' | 'evalFormula', makes: readonly Value[]): Set<string> {
  const read = makes.flatMap((value) => inputsOf({ formula: value[mode] ?? value.formula }))
  return new Set(read).difference(new Set(makes.map(({ name }) => name)))
}

const UNITS = 'x is the unit of the input, y that of the output, L that of the loss'

/** A unit as one reads it: `L / x^2` with its exponent raised. */
function unitOf(unit: string): string {
  if (unit === '1') return '<span class="unit">no unit</span>'
  const raised = unit.replaceAll(/\^(\d)/g, '<sup>$1</sup>')
  return `<span class="unit" title="${UNITS}">unit ${raised}</span>`
}

/** An output is read aloud whenever it changes, which for tables of numbers is too much. */
function placeFor({ name, shape, unit }: Shown, kind: string, looks = ''): string {
  return `<div class="${kind}">
<dt><code>${name}</code> <span class="shape">${shape}</span> ${unitOf(unit)}</dt>
<dd><output data-value="${name}" aria-live="off"${looks}></output></dd>
</div>`
}

/** First what is read, and where it is so in one mode only, that mode as a class; then what is made. */
export function numbersOf(makes: readonly Value[]): string {
  const [training, evaluation] = [readIn('formula', makes), readIn('evalFormula', makes)]
  const ins = [...training.union(evaluation)].map((name) => {
    const mode = training.has(name) ? (evaluation.has(name) ? '' : ' training') : ' evaluation'
    return placeFor(KNOWN.get(name) as Shown, `in${mode}`, ' class="in"')
  })
  const outs = makes.map((value) => placeFor(value, 'made'))
  return `<dl class="values">\n${[...ins, ...outs].join('\n')}\n</dl>`
}
