import { arrivingAt, type Examples, type Link, linkOf, usesOf } from './chain.ts'

/** What is summed on the way back, and why: it follows from the shapes, and from how often a value was used. */

const AT_GATE: Readonly<Record<Examples, (link: Link) => string>> = {
  summed: ({ of }) =>
    `${of} is one number per channel and was used for all N examples, so its gradients are added up over them: the sum over the N examples.`,
  shared: ({ gate, local }) =>
    `Each example had a share of ${local} in ${gate.name}, so each gets ${local} of its gradient.`,
  apart: ({ of }) => `Each example has its own ${of}: nothing is summed over the examples.`,
  none: () => 'One number per channel is made of one: nothing is summed over the examples.',
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
  const atGate = AT_GATE[link.examples](link)
  return link.above.length > 1 ? `${arrivals(link.gate.name)} ${atGate}` : atGate
}
