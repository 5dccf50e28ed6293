/** What a key may open, each scope with what it is for; a key has one or more. */
export const SCOPES = {
  compute: 'the passes, gradient checks, inputs, running statistics, figures',
  diagnose: 'what is wrong with values that somebody computed, also as a figure',
  grade: 'points for a submission or a class, for any grader',
  reveal: 'right numbers and formulas in a diagnosis, a grade or the figure of a verdict',
  metrics: 'the counts of the service itself, at /metrics',
} as const

export type Scope = keyof typeof SCOPES
