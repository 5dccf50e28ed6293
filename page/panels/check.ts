import { h } from 'preact'
import { METHOD_NAMES, METHODS } from '../../src/core/gradient-check/methods.ts'
import type { Tensor } from '../../src/formats/tensor.ts'
import { ask } from '../service/ask.ts'
import { bodyOf } from '../service/bodies.ts'
import { type CheckReply, checkRequest, worstOf } from '../service/check.ts'
import type { Results } from '../service/results.ts'
import type { State } from '../state/state.ts'
import { ProblemNote } from '../views/problem-note.ts'
import { useAsked } from '../views/use-asked.ts'
import type { Change } from '../views/use-state.ts'
import { Curve } from './curve.ts'
import { Outcome } from './outcome.ts'

/** The gradient check: gradients against slopes of the forward pass, and how the slopes depend on h. */
export function CheckPanel({
  state,
  change,
  results,
  pasted,
}: {
  state: State
  change: Change
  results: Results | undefined
  /** What was pasted as dx, dgamma and dbeta: it is checked in place of the service's own. */
  pasted: Readonly<Record<string, Tensor>>
}) {
  const { method, precision, h: step } = state
  const { made, problem, isBusy } = useAsked(
    async (signal) => {
      if (!results) return undefined
      const request = checkRequest(results.inputs, { method, precision, h: step, pasted })
      const reply = await ask<CheckReply>('/v1/gradient-check', bodyOf(request), signal)
      return { reply, worst: worstOf(reply, results, pasted) }
    },
    [results, method, precision, step, pasted],
  )
  return h(
    'div',
    { class: 'panel check', 'aria-busy': isBusy },
    h(Settings, { state, change }),
    Object.keys(pasted).length > 0 &&
      h('p', { class: 'aside' }, `Checked: what you pasted as ${Object.keys(pasted).join(', ')}.`),
    problem ? h(ProblemNote, { problem }) : made && h(Outcome, made),
    h('h3', {}, 'Why h = 1e-5 lies'),
    h(Curve, { results }),
  )
}

function Settings({ state, change }: { state: State; change: Change }) {
  const { method, precision } = state
  const choice = (name: 'method' | 'precision', options: readonly string[]) =>
    h(
      'label',
      {},
      name,
      h(
        'select',
        {
          value: state[name],
          onChange: ({ currentTarget }: { currentTarget: HTMLSelectElement }) =>
            change({ [name]: currentTarget.value }),
        },
        options.map((option) => h('option', { key: option, value: option }, option)),
      ),
    )
  const about = METHOD_NAMES.find((name) => name === method)
  return h(
    'div',
    { class: 'settings' },
    h(
      'div',
      { class: 'trio' },
      choice('method', METHOD_NAMES),
      choice('precision', ['double-double', 'float64']),
      h(
        'label',
        {},
        'h',
        h('input', {
          value: state.h,
          placeholder: precision === 'float64' ? 'try 1e-5' : "the method's own",
          inputMode: 'decimal',
          onChange: ({ currentTarget }: { currentTarget: HTMLInputElement }) =>
            change({ h: currentTarget.value.trim() }),
        }),
      ),
    ),
    about && h('p', { class: 'aside' }, METHODS[about].about),
  )
}
