import { arrivingAt, type Link, linkOf, usesOf } from './chain.ts'
import { FORWARD, INPUTS } from './graph.ts'

/** What is summed on the way back, and why: it follows from the shapes, and from how often a value was used. */

const SHAPES: ReadonlyMap<string, string> = new Map(
  [...INPUTS, ...FORWARD].map(({ name, shape }) => [name, shape]),
)

/** What becomes of the N examples at a gate. */
function atGate({ of, gate, local }: Link): string {
  const [from, to] = [gate.shape, SHAPES.get(of)]
  if (from === '(N,D)' && to === '(D)') {
    return `${of} is one number per channel and was used for all N examples, so its gradients are added up over them: the sum over the N examples.`
  }
  if (from === '(D)' && to === '(N,D)') {
    return `Each example had a share of ${local} in ${gate.name}, so each gets ${local} of its gradient.`
  }
  return to === '(D)'
    ? 'One number per channel went in and one came out: there is nothing to sum.'
    : `Each example has its own ${of}: there is nothing to sum.`
}

/** Why the gradients of a value add up. */
function arrivals(value: string): string {
  const uses = usesOf(value).map((name) => `for ${name}`)
  return `${value} was used ${uses.join(' and ')}, so its gradients ${arrivingAt(value).join(' and ')} add up.`
}

/** Of a gradient: what is summed in it, and why; or why nothing is. */
export function sumOf(gradient: string): string {
  const link = linkOf(gradient)
  if (!link) return arrivals(gradient.slice(1))
  return link.above.length > 1 ? `${arrivals(link.gate.name)} ${atGate(link)}` : atGate(link)
}
