import { describe, expect, test } from 'vitest'
import { cardOf } from '../../src/core/card.ts'
import { arrivingAt, linkOf, usesOf } from '../../src/core/chain.ts'
import { inputsOf } from '../../src/core/circuit.ts'
import { BACKWARD, FORWARD, INPUTS, STEPS, type Value } from '../../src/core/graph.ts'
import { sectionOf } from '../../src/core/post.ts'
import { sumOf } from '../../src/core/sums.ts'
import { wordsOf } from '../../src/core/words.ts'
import { type Element, elements, parseXml } from '../support/xml.ts'

const within = (element: Element): Element[] => [element, ...elements(element).flatMap(within)]
const text = ({ children }: Element): string =>
  children.map((child) => (typeof child === 'string' ? child : text(child))).join('')
const is = (kind: string) => (element: Element) =>
  (element.attributes['class'] ?? '').split(' ').includes(kind)
const all = (element: Element, name: string) => within(element).filter((each) => each.name === name)
const labels = (element: Element) =>
  all(element, 'math').map(({ attributes }) => attributes['aria-label'])
const outputs = (element: Element) => all(element, 'output').filter((each) => !is('in')(each))
const namesIn = (found: readonly Element[]) =>
  found.map(({ attributes }) => attributes['data-value'])

const CARDS = STEPS.map((step) => ({ ...step, card: parseXml(cardOf(step.step)) }))
const VALUES: readonly Value[] = [...FORWARD, ...BACKWARD]
const said = ({ name, formula }: Value) => `${name} equals ${wordsOf(formula)}`
const inEvaluation = ({ name, evalFormula }: Value) =>
  evalFormula === undefined ? [] : [`${name} equals ${wordsOf(evalFormula)}`]

/** The sections of all cards, each with the values that it is about. */
const SECTIONS = CARDS.flatMap(({ card, forward, backward }) =>
  all(card, 'section').map((section) => ({
    section,
    makes: is('forward')(section) ? forward : (backward as readonly Value[]),
  })),
)

describe('the cards', () => {
  test('make every value once, in the order of the way back', () => {
    const made = CARDS.flatMap(({ card }) => namesIn(outputs(card)))
    expect(made.toSorted()).toEqual(VALUES.map(({ name }) => name).toSorted())
    expect(made.filter((name) => name?.startsWith('d'))).toEqual(BACKWARD.map(({ name }) => name))
  })

  test('say what step they are of', () => {
    for (const { card, step, title, about } of CARDS) {
      expect([card.name, card.attributes]).toEqual([
        'article',
        { class: 'card', 'data-step': `${step}` },
      ])
      expect(all(card, 'h2').map(text)).toEqual([`Step ${step}: ${title}`])
      const [said] = within(card).filter(is('about'))
      expect(said && text(said)).toBe(about)
      // Of the names, this one is an English word as well.
      expect(said && all(said, 'code').map(text)).not.toContain('out')
    }
  })

  test('can stand on one page: no ids, no looks, no scripts', () => {
    for (const { card } of CARDS) {
      for (const { name, attributes } of within(card)) {
        expect(['script', 'style']).not.toContain(name)
        for (const key of Object.keys(attributes)) expect(key).not.toMatch(/^(id|style|on.*)$/)
      }
    }
  })

  test("link to their step's section in the post, in a window of its own", () => {
    for (const { card, step } of CARDS) {
      const links = all(card, 'a').map(({ attributes }) => attributes)
      const { href } = sectionOf(step)
      expect(links).toEqual([{ href, target: '_blank', rel: 'noopener noreferrer' }])
    }
  })

  test('have a section forward and one backward, step 0 the latter alone', () => {
    for (const { card, step } of CARDS) {
      const passes = all(card, 'section').map(({ attributes }) => attributes['class'])
      expect(passes).toEqual(step === 0 ? ['backward'] : ['forward', 'backward'])
    }
  })

  test('of other steps there are none', () => {
    for (const step of [-1, 0.5, 10]) expect(() => cardOf(step)).toThrow(RangeError)
  })
})

describe('a section', () => {
  test('has the equation of every value that it makes, and that of evaluation where it is another', () => {
    for (const { section, makes } of SECTIONS) {
      const equations = within(section).filter(is('equation')).flatMap(labels)
      expect(equations).toEqual(makes.map(said))
      const evaluation = within(section).filter(
        (each) => each.name === 'p' && is('evaluation')(each),
      )
      expect(evaluation.flatMap(labels)).toEqual(makes.flatMap(inEvaluation))
    }
  })

  test('has a place for each value that it reads, and says in which mode', () => {
    for (const { section, makes } of SECTIONS) {
      const made = makes.map(({ name }) => name)
      const reads = (formulas: readonly string[]) =>
        [...new Set(formulas.flatMap((formula) => inputsOf({ formula })))]
          .filter((name) => !made.includes(name))
          .toSorted()
      const shown = (other: string) =>
        within(section).filter((each) => each.name === 'div' && is('in')(each) && !is(other)(each))
      const read = (other: string) => namesIn(shown(other).flatMap((each) => all(each, 'output')))
      expect(read('evaluation').toSorted()).toEqual(reads(makes.map(({ formula }) => formula)))
      expect(read('training').toSorted()).toEqual(
        reads(makes.map(({ formula, evalFormula }) => evalFormula ?? formula)),
      )
    }
  })

  test('tells the shape and the unit of everything in it', () => {
    const known = new Map<string | undefined, Pick<Value, 'shape' | 'unit'>>(
      [...INPUTS, ...VALUES].map((value) => [value.name, value]),
    )
    for (const place of SECTIONS.flatMap(({ section }) => all(section, 'div'))) {
      if (is('gradient')(place)) continue
      const [name] = namesIn(all(place, 'output'))
      const { shape, unit } = known.get(name) ?? expect.fail(`no ${name}`)
      const words = unit === '1' ? 'no unit' : `unit ${unit.replace('^', '')}`
      expect(all(place, 'dt').map(text)).toEqual([`${name} ${shape} ${words}`])
    }
  })
})

describe('a gradient', () => {
  const GRADIENTS = CARDS.flatMap(({ card, backward }) => {
    const shown = within(card).filter(is('gradient'))
    return backward.map((value: Value, k) => ({ value, shown: shown[k] as Element }))
  })

  test('is told as the one from above, the local one and their product', () => {
    for (const { value, shown } of GRADIENTS) {
      const link = linkOf(value.name)
      if (!link) continue
      const { of, gate, above, local, examples } = link
      const [chain] = all(shown, 'dl')
      expect(chain && labels(chain)).toEqual([
        `the derivative of L with respect to ${gate.name} equals ${above.join(' plus ')}`,
        `the derivative of ${gate.name} with respect to ${of} equals ${wordsOf(local)}`,
        said(value),
      ])
      const isSummed = all(shown, 'dt').map(text).at(-1)?.includes('summed over the N examples')
      expect(isSummed).toBe(value.formula.includes('sum('))
      expect(examples === 'shared').toBe(text(shown).includes('for each example'))
    }
  })

  test('says what is summed and why, with names as code and no other word', () => {
    for (const { value, shown } of GRADIENTS) {
      const [sum] = within(shown).filter(is('sum'))
      expect(sum && text(sum)).toBe(sumOf(value.name))
      const link = linkOf(value.name)
      const at = link?.gate.name ?? value.name.slice(1)
      const named = [at, link?.of, ...usesOf(at), ...arrivingAt(at)]
      for (const code of sum ? all(sum, 'code') : []) expect(named).toContain(text(code))
    }
  })

  test('of evaluation says what it no longer depends on', () => {
    const [mean] = GRADIENTS.filter(({ value }) => value.name === 'dx2')
    expect(mean && within(mean.shown).filter(is('evaluation')).map(text)).toEqual([
      'In evaluation dx2=0: mu is running_mean then, whatever x is.',
    ])
  })
})
