import { h } from 'preact'
import { exact, short } from '../numbers/words.ts'
import type { CheckReply, Element } from '../service/check.ts'
import { Table } from './table.ts'

export interface CheckOutcome {
  readonly reply: CheckReply
  readonly worst: readonly Element[]
}

const GRADIENTS = ['dx', 'dgamma', 'dbeta'] as const

/** What a check came to: verdicts by gradient, and the elements furthest off. */
export function Outcome({ reply, worst }: CheckOutcome) {
  const { verdict } = reply
  return h(
    'div',
    { class: 'outcome', 'aria-live': 'polite' },
    h('p', { class: `verdict is-${verdict}` }, verdict),
    h(
      Table,
      { columns: ['gradient', 'verdict', 'largest relative error', 'smallest fault it could see'] },
      GRADIENTS.map((name) => {
        const report = reply[name]
        if (!report) return null
        return h(
          'tr',
          { key: name },
          h('th', { scope: 'row' }, h('code', {}, name)),
          h('td', {}, h('span', { class: `tag is-${report.verdict}` }, report.verdict)),
          h('td', { title: exact(report.maxRelError) }, short(report.maxRelError)),
          h('td', {}, report.detectable === null ? 'none' : short(report.detectable)),
        )
      }),
    ),
    worst.length > 0 && h(Worst, { worst }),
    reply.warnings.map(({ code, detail }) => h('p', { key: code, class: 'warning' }, detail)),
  )
}

function Worst({ worst }: Pick<CheckOutcome, 'worst'>) {
  return h(
    Table,
    {
      kind: 'worst',
      caption: 'The elements furthest off',
      columns: ['element', 'claimed', 'numeric', 'difference'],
    },
    worst.map(({ name, index, claimed, numeric }) =>
      h(
        'tr',
        { key: `${name}${index.join()}` },
        h('th', { scope: 'row' }, h('code', {}, `${name}[${index.join(', ')}]`)),
        h('td', { title: exact(claimed) }, short(claimed)),
        h('td', { title: exact(numeric) }, short(numeric)),
        h('td', {}, short(claimed - numeric)),
      ),
    ),
  )
}
