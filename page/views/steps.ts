import { h } from 'preact'
import { MOMENTS, type Moment, placeOf } from '../state/moments.ts'
import type { Change } from './use-state.ts'

/** A moment in words: the card changes where the focus is not, so somebody who listens is told. */
const spoken = ({ pass, step, title }: Moment) => `${pass}, step ${step}: ${title}`

/** From moment to moment: by button, and each by its number. */
export function Steps({ at, change }: { at: string; change: Change }) {
  const place = placeOf(at)
  const go = (to: number) => {
    const moment = MOMENTS[to]
    if (moment) change({ at: moment.id, look: undefined })
  }
  const button = (label: string, sign: string, to: number) =>
    h(
      'button',
      {
        type: 'button',
        class: 'move',
        'aria-label': label,
        title: label,
        disabled: to < 0 || to >= MOMENTS.length,
        onClick: () => go(to),
      },
      sign,
    )
  const stops = (pass: 'forward' | 'backward') =>
    h(
      'ol',
      { class: `stops ${pass}`, 'aria-label': `${pass} steps` },
      MOMENTS.map((moment, k) =>
        moment.pass !== pass
          ? null
          : h(
              'li',
              { key: moment.id },
              h(
                'button',
                {
                  type: 'button',
                  class: k <= place ? 'stop passed' : 'stop',
                  'aria-current': k === place ? 'step' : undefined,
                  'aria-label': spoken(moment),
                  title: `${moment.title}: ${moment.makes.map(({ name }) => name).join(', ')}`,
                  onClick: () => go(k),
                },
                moment.step,
              ),
            ),
      ),
    )
  return h(
    'nav',
    { class: 'steps', id: 'steps', tabIndex: -1, 'aria-label': 'Steps' },
    button('Step back', '\u25c0', place - 1),
    h('div', { class: 'passes' }, stops('forward'), stops('backward')),
    button('Next step', '\u25b6', place + 1),
    h('p', { class: 'unseen', 'aria-live': 'polite' }, spoken(MOMENTS[place] as Moment)),
  )
}
