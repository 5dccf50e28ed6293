/** What can be typed in, by name, and what each is. Everything is kept as the text that was typed. */

export const FIELDS = {
  x: 'the batch, (N,D) or of rank 3 to 5',
  gamma: '(D), the scale; ones when empty',
  beta: '(D), the shift; zeros when empty',
  dout: "the gradient from above, in x's shape",
  eps: 'added to var',
  mode: 'whose statistics',
  axis: 'of the channels',
  mean: '(D), the running mean',
  var: '(D), the running variance',
} as const

export type FieldName = keyof typeof FIELDS
export const FIELD_NAMES = Object.keys(FIELDS) as FieldName[]

/** The fields that hold an array. */
export const ARRAYS = ['x', 'gamma', 'beta', 'dout', 'mean', 'var'] as const
export type ArrayField = (typeof ARRAYS)[number]

export type Fields = Readonly<Record<FieldName, string>>

export const EMPTY: Fields = {
  x: '',
  gamma: '',
  beta: '',
  dout: '',
  eps: '1e-5',
  mode: 'train',
  axis: '1',
  mean: '',
  var: '',
}
