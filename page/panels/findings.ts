import { h } from 'preact'
import { exact, short } from '../numbers/words.ts'
import { ProblemNote } from '../views/problem-note.ts'
import type { Change } from '../views/use-state.ts'
import { Table } from './table.ts'
import type { DiagnoseReply, Diagnosis } from './use-diagnosis.ts'

const VERDICTS = {
  correct: 'All of it is right.',
  precision: 'Right, but digits were lost on the way.',
  wrong: 'Something is wrong.',
} as const

const ASK = ['Give me a hint', 'Which step is it?', 'Show me the formula'] as const

/** What was found out about a submission: the verdict at once, help as far as it is asked for. */
export function Findings({
  diagnosis,
  hints,
  change,
}: {
  diagnosis: Diagnosis
  hints: number
  change: Change
}) {
  const { reply, problem } = diagnosis
  if (problem) return h(ProblemNote, { problem })
  if (!reply) return null
  const isWrong = reply.verdict === 'wrong'
  const told = reply.hints.filter(({ level }) => level <= hints)
  const next = isWrong ? ASK[hints] : undefined
  const more = () => {
    change({ hints: hints + 1 })
    // The button goes with the last hint; whoever pressed it by key goes on from where it was.
    if (hints + 1 === ASK.length) document.querySelector<HTMLElement>('.causes summary')?.focus()
  }
  return h(
    'div',
    { class: 'findings', 'aria-live': 'polite' },
    h('p', { class: `verdict is-${reply.verdict}` }, VERDICTS[reply.verdict]),
    h(Judged, { values: reply.values }),
    told.length > 0 &&
      h(
        'ol',
        { class: 'hints' },
        told.map(({ text }) => h('li', { key: text }, text)),
      ),
    next && h('button', { type: 'button', onClick: more }, next),
    isWrong && h(Causes, reply),
    reply.warnings.map(({ code, detail }) => h('p', { key: code, class: 'warning' }, detail)),
  )
}

/** What was submitted, value by value. */
function Judged({ values }: Pick<DiagnoseReply, 'values'>) {
  const judged = Object.entries(values).filter(([, { verdict }]) => verdict !== 'missing')
  return h(
    Table,
    { columns: ['value', 'verdict', 'worst element'] },
    judged.map(([name, value]) =>
      h(
        'tr',
        { key: name },
        h('th', { scope: 'row' }, h('code', {}, name)),
        h('td', {}, h('span', { class: `tag is-${value.verdict}` }, value.verdict)),
        h('td', {}, value.detail ?? worstOf(value)),
      ),
    ),
  )
}

function worstOf({ failing, worst }: DiagnoseReply['values'][string]) {
  if (!failing || worst?.submitted === undefined || worst.expected === undefined) return ''
  return h(
    'span',
    { title: `${exact(worst.submitted)} and not ${exact(worst.expected)}` },
    h('code', {}, `[${worst.index.join(', ')}]`),
    ` ${short(worst.submitted)}; right: ${short(worst.expected)}`,
  )
}

/** The mistakes that make just these numbers, hidden from whoever wants to find them alone. */
function Causes({ causes, groups }: Pick<DiagnoseReply, 'causes' | 'groups'>) {
  if (causes.length === 0)
    return h(
      'p',
      { class: 'aside' },
      'No known mistake makes these numbers: paste more of the values in between, and the first wrong one shows.',
    )
  const deciding = groups.flatMap(({ decidedBy }) => decidedBy ?? [])
  return h(
    'details',
    { class: 'causes' },
    h('summary', {}, causes.length === 1 ? 'The mistake' : 'The mistakes, likeliest first'),
    h(
      'ol',
      {},
      causes.map(({ id, title, wrong, right, pass, step, confidence }) =>
        h(
          'li',
          { key: id },
          h('strong', {}, title ?? id),
          ` (${pass}, step ${step}; ${Math.round(confidence * 100)} %)`,
          wrong && h('div', {}, h('del', {}, h('code', {}, wrong))),
          right && h('div', {}, h('ins', {}, h('code', {}, right))),
        ),
      ),
    ),
    deciding.length > 0 &&
      h('p', { class: 'aside' }, `${deciding.join(', ')} would tell them apart.`),
  )
}
