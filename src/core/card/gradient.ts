import { type Examples, linkOf } from '../chain.ts'
import type { Value } from '../graph.ts'
import { derivativeOf, equationOf } from '../mathml.ts'
import { sumOf } from '../sums.ts'
import { prose } from './prose.ts'

const PRODUCT: Readonly<Record<Examples, string>> = {
  summed: 'their product, summed over the N examples',
  shared: 'their product, for each example',
  apart: 'their product',
  none: 'their product',
}

/** How the chain rule makes a gradient: from above, local, their product, and what is summed. */
export function gradientOf(value: Value): string {
  return `<div class="gradient">
<h4>${title(value.name)}</h4>
${chain(value)}
<p class="sum">${prose(sumOf(value.name))}</p>${inEvaluation(value)}
</div>`
}

function title(name: string): string {
  const link = linkOf(name)
  const what = link ? `${link.of} through ${link.gate.name}` : name.slice(1)
  return prose(`${name}: the gradient of ${what}`)
}

function chain(value: Value): string {
  const link = linkOf(value.name)
  if (!link) return `<p class="equation">${equationOf(value)}</p>`
  const { of, gate, above, local, examples } = link
  return `<dl class="chain">
<dt>gradient from above</dt><dd>${derivativeOf('L', gate.name, above.join(' + '))}</dd>
<dt>local gradient</dt><dd>${derivativeOf(gate.name, of, local)}</dd>
<dt>${PRODUCT[examples]}</dt><dd class="equation">${equationOf(value)}</dd>
</dl>`
}

function inEvaluation({ name, evalFormula }: Value): string {
  const link = linkOf(name)
  if (evalFormula === undefined || !link) return ''
  const equation = equationOf({ name, formula: evalFormula })
  const { of, gate } = link
  return `
<p class="evaluation">In evaluation ${equation}: ${prose(`${gate.name} is ${gate.evalFormula} then, whatever ${of} is.`)}</p>`
}
