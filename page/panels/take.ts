import { h } from 'preact'
import { useState } from 'preact/hooks'
import { circuitFigure } from '../../src/core/figure.ts'
import { askFor, Refused } from '../service/ask.ts'
import { bodyOf } from '../service/bodies.ts'
import { checkRequest, gradientsIn } from '../service/check.ts'
import { backwardRequest, forwardRequest, type Results } from '../service/results.ts'
import type { State } from '../state/state.ts'
import { drawnOf } from '../views/figure.ts'
import { LANGUAGES, type Language } from './languages.ts'
import { pngOf, save } from './save.ts'
import { type Diagnosis, diagnoseRequest, verdictsOf } from './use-diagnosis.ts'

const NPZ = 'application/x-npz'

/** What the page asks the service, to ask it yourself; and what it shows, as files. */
export function TakePanel({
  state,
  results,
  diagnosis,
  isLink,
}: {
  state: State
  results: Results | undefined
  diagnosis: Diagnosis
  isLink: boolean
}) {
  const [path, setPath] = useState('/v1/forward')
  const [language, setLanguage] = useState<Language>('curl')
  const [said, setSaid] = useState('')
  if (!results) return h('p', { class: 'aside' }, 'There are no numbers yet to take along.')
  const requests = requestsOf(results, state, diagnosis)
  const chosen = requests.get(path) ? path : '/v1/forward'
  const text = LANGUAGES[language](location.origin, chosen, bodyOf(requests.get(chosen)))
  const tell = (work: Promise<string>) =>
    work.then(setSaid, (error: Error) =>
      setSaid(
        error instanceof Refused ? `${error.problem.title}: ${error.message}` : error.message,
      ),
    )
  const npz = (of: string) => () =>
    tell(askFor(of, bodyOf(requests.get(of)), NPZ).then((file) => save(file, `${of.slice(4)}.npz`)))
  const verdicts = verdictsOf(diagnosis)
  const svg = () => circuitFigure({ ...drawnOf(results), ...(verdicts && { verdicts }) })
  const button = (label: string, onClick: () => void) =>
    h('button', { type: 'button', key: label, onClick }, label)
  return h(
    'div',
    { class: 'panel take' },
    h(
      'div',
      { class: 'row' },
      h(Choice, {
        label: 'Request',
        value: chosen,
        options: [...requests.keys()],
        onChange: setPath,
      }),
      h(Choice, {
        label: 'as',
        value: language,
        options: Object.keys(LANGUAGES),
        onChange: (value) => setLanguage(value as Language),
      }),
      button('Copy', () => tell(copied(text))),
    ),
    h(
      'pre',
      { tabIndex: 0, 'aria-label': `The request as ${language}` },
      h('code', {}, beginningOf(text)),
    ),
    h('h3', {}, 'Files'),
    h(
      'div',
      { class: 'row' },
      button('Figure as SVG', () =>
        tell(save(new Blob([svg()], { type: 'image/svg+xml' }), 'batchnorm.svg')),
      ),
      button('Figure as PNG', () => tell(pngOf(svg()).then((file) => save(file, 'batchnorm.png')))),
      button('forward.npz', npz('/v1/forward')),
      requests.has('/v1/backward') && button('backward.npz', npz('/v1/backward')),
      isLink && button('Link to this page', () => tell(copied(location.href))),
    ),
    h('p', { class: 'aside', 'aria-live': 'polite' }, said),
  )
}

/** More than this many characters nobody reads, and a browser takes seconds to lay them out. */
const MOST_SHOWN = 200_000

function beginningOf(text: string): string {
  if (text.length <= MOST_SHOWN) return text
  return `${text.slice(0, MOST_SHOWN)}\n\u2026 and so on: what is copied is all of it.`
}

/** The requests that can be made of what is on the page, by their paths. */
function requestsOf(results: Results, state: State, { arrays }: Diagnosis): Map<string, object> {
  const { inputs } = results
  const pasted = gradientsIn(arrays)
  const requests = new Map<string, object>([['/v1/forward', forwardRequest(inputs)]])
  if (!inputs.dout) return requests
  requests.set('/v1/backward', backwardRequest(inputs))
  requests.set('/v1/gradient-check', checkRequest(inputs, { ...state, pasted }))
  if (Object.keys(arrays).length > 0) requests.set('/v1/diagnose', diagnoseRequest(inputs, arrays))
  return requests
}

/** A page that comes over plain HTTP from another machine has no clipboard. */
async function copied(text: string): Promise<string> {
  if (!navigator.clipboard) {
    throw new Error('Over plain HTTP a browser lets no page copy: mark the text by hand.')
  }
  await navigator.clipboard.writeText(text)
  return 'Copied.'
}

function Choice({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: string
  options: readonly string[]
  onChange: (value: string) => void
}) {
  return h(
    'label',
    {},
    `${label} `,
    h(
      'select',
      {
        value,
        onChange: ({ currentTarget }: { currentTarget: HTMLSelectElement }) =>
          onChange(currentTarget.value),
      },
      options.map((option) => h('option', { key: option, value: option }, option)),
    ),
  )
}
