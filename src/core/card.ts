import { gradientOf } from './card/gradient.ts'
import { numbersOf } from './card/numbers.ts'
import { prose } from './card/prose.ts'
import { STEPS, type Value } from './graph.ts'
import { escaped } from './markup.ts'
import { equationOf } from './mathml.ts'
import { sectionOf } from './post.ts'

/**
 * The card of a step, 0 to 9, as a fragment of HTML: what is done forward and handed back backward, each value with an
 * `<output data-value>` for its numbers. Those that are only read have the class `in`.
 *
 * @throws RangeError for a step that the circuit does not have
 */
export function cardOf(step: number): string {
  const found = STEPS.find((each) => each.step === step)
  if (!found) throw new RangeError(`the circuit has no step ${step}`)
  const { title, about, forward, backward } = found
  const parts = [
    `<h2>Step ${step}: ${escaped(title)}</h2>`,
    `<p class="about">${prose(about)}</p>`,
    ...(forward.length > 0 ? [section('forward', 'Forward', forward, equation)] : []),
    section('backward', 'Backward', backward, gradientOf),
    source(step),
  ]
  return `<article class="card" data-step="${step}">\n${parts.join('\n')}\n</article>`
}

function section(
  pass: string,
  title: string,
  makes: readonly Value[],
  shown: (value: Value) => string,
): string {
  return `<section class="${pass}">
<h3>${title}</h3>
${makes.map(shown).join('\n')}
${numbersOf(makes)}
</section>`
}

function equation(value: Value): string {
  const { name, evalFormula } = value
  const training = `<p class="equation">${equationOf(value)}</p>`
  return evalFormula === undefined
    ? training
    : `${training}
<p class="evaluation">In evaluation ${equationOf({ name, formula: evalFormula })}.</p>`
}

function source(step: number): string {
  const { title, href } = sectionOf(step)
  return `<p class="source"><a href="${href}" target="_blank" rel="noopener noreferrer">${title} in the post</a></p>`
}
