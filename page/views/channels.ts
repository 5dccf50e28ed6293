import { h } from 'preact'
import type { Layout } from '../../src/formats/layout.ts'
import type { Change } from './use-state.ts'

/** Which channel is looked at by itself, where x has more axes than two. */
export function Channels({
  layout,
  channel,
  change,
}: {
  layout: Layout | undefined
  channel: number | undefined
  change: Change
}) {
  if (!layout || layout.shape.length < 3) return null
  return h(
    'label',
    { class: 'channels' },
    'Matrices show ',
    h(
      'select',
      {
        value: channel ?? '',
        onChange: ({ currentTarget: { value } }: { currentTarget: HTMLSelectElement }) =>
          change({ channel: value === '' ? undefined : Number(value) }),
      },
      h('option', { value: '' }, `all channels, as (N,D) = (${layout.n},${layout.d})`),
      Array.from({ length: layout.d }, (_, k) => h('option', { key: k, value: k }, `channel ${k}`)),
    ),
  )
}
