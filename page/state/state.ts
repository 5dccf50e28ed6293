import { type ExampleName, isExample } from './examples.ts'
import { FIELD_NAMES, type FieldName } from './fields.ts'
import { MOMENTS } from './moments.ts'
import { SUBMITTED } from './submitted.ts'

/** The parts beside the circuit. */
export const PANELS = ['inputs', 'check', 'diagnosis', 'take'] as const
export type Panel = (typeof PANELS)[number]

/** All that the page shows follows from this; it stands whole in the address, so a lesson is a link. */
export interface State {
  /** An example's name, or inputs drawn from a seed. */
  readonly source:
    | { readonly example: ExampleName }
    | { readonly seed: number; readonly shape: string }
  /** What was typed over the source's own. */
  readonly edits: Partial<Readonly<Record<FieldName, string>>>
  /** A moment's id. */
  readonly at: string
  /** The value whose numbers are looked at. */
  readonly look: string | undefined
  /** The channel that is looked at by itself. */
  readonly channel: number | undefined
  readonly panel: Panel
  /** How slopes are found, for the gradient check. */
  readonly method: string
  readonly precision: string
  /** Empty for the method's own. */
  readonly h: string
  /** What somebody's code returned, by name, as it was pasted. */
  readonly submitted: Readonly<Record<string, string>>
  /** How many hints have been asked for. */
  readonly hints: number
}

export const START: State = {
  source: { example: 'post' },
  edits: {},
  at: (MOMENTS[0] as { id: string }).id,
  look: undefined,
  channel: undefined,
  panel: 'inputs',
  method: 'central',
  precision: 'double-double',
  h: '',
  submitted: {},
  hints: 0,
}

/** Above this many characters an address is no link any more: chats and mail cut it. */
const LONGEST = 30_000

const PREFIX = 'submitted.'

/** The state as it stands behind the # of an address: what differs from the start, readable. */
export function hashOf(state: State): string {
  const { source, edits, look, channel, submitted, hints } = state
  const pairs: [string, string][] =
    'example' in source
      ? [['example', source.example]]
      : [
          ['seed', `${source.seed}`],
          ['shape', source.shape],
        ]
  for (const name of FIELD_NAMES) {
    const text = edits[name]
    if (text !== undefined) pairs.push([name, text])
  }
  pairs.push(['at', state.at])
  if (look !== undefined) pairs.push(['look', look])
  if (channel !== undefined) pairs.push(['channel', `${channel}`])
  for (const name of ['panel', 'method', 'precision', 'h'] as const) {
    if (state[name] !== START[name]) pairs.push([name, state[name]])
  }
  for (const [name, text] of Object.entries(submitted)) pairs.push([PREFIX + name, text])
  if (hints > 0) pairs.push(['hints', `${hints}`])
  return pairs.map(([name, text]) => `${inAddress(name)}=${inAddress(text)}`).join('&')
}

/** The same, unless it would be too long. Escaping a batch of a million numbers at every step would be felt. */
export function linkOf(state: State): string | undefined {
  const texts = [...Object.values(state.edits), ...Object.values(state.submitted)]
  if (texts.reduce((sum, text) => sum + text.length, 0) > LONGEST) return undefined
  const hash = hashOf(state)
  return hash.length > LONGEST ? undefined : hash
}

/** What an address needs escaped, and no more: brackets and commas may stand, so that numbers can be read. */
function inAddress(text: string): string {
  return encodeURIComponent(text).replaceAll(/%(5B|5D|2C|3A|2F)/g, decodeURIComponent)
}

/** The state of an address; what it does not know or say is as at the start. */
export function stateOf(hash: string): State {
  const said = new Map(
    hash
      .replace(/^#/, '')
      .split('&')
      .map((pair) => {
        const [name = ''] = pair.split('=', 1)
        return [decoded(name), decoded(pair.slice(name.length + 1))] as const
      }),
  )
  const word = (name: 'at' | 'panel' | 'method' | 'precision' | 'h') =>
    said.get(name) ?? START[name]
  const panel = word('panel')
  return {
    source: sourceOf(said),
    edits: Object.fromEntries(
      FIELD_NAMES.flatMap((name) => (said.has(name) ? [[name, said.get(name)]] : [])),
    ),
    at: MOMENTS.some(({ id }) => id === said.get('at')) ? word('at') : START.at,
    look: said.get('look'),
    channel: whole(said.get('channel')),
    panel: PANELS.find((each) => each === panel) ?? START.panel,
    method: word('method'),
    precision: word('precision'),
    h: word('h'),
    submitted: Object.fromEntries(
      SUBMITTED.flatMap((name) => {
        const text = said.get(PREFIX + name)
        return text === undefined ? [] : [[name, text]]
      }),
    ),
    hints: Math.min(whole(said.get('hints')) ?? 0, 3),
  }
}

function sourceOf(said: ReadonlyMap<string, string>): State['source'] {
  const [example = '', seed, shape] = [
    said.get('example'),
    whole(said.get('seed')),
    said.get('shape'),
  ]
  if (isExample(example)) return { example }
  return seed === undefined ? START.source : { seed, shape: shape ?? '9,4' }
}

function whole(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined
}

/** An address may have been cut or typed by hand: what can't be decoded stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
