import { BACKWARD, FORWARD } from '../../src/core/graph.ts'

const LEAVING = ['dx', 'dgamma', 'dbeta', 'out']

/** Every value that can be pasted to be judged, those that leave the layer first. */
export const SUBMITTED: readonly string[] = [
  ...LEAVING,
  ...[...FORWARD, ...BACKWARD].map(({ name }) => name).filter((name) => !LEAVING.includes(name)),
]
