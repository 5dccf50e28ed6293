/** A layer that can be followed by hand: both channels have variance 4.5, and with this eps the root is 2.5. */
export const LAYER = {
  x: [
    [1, 8],
    [4, 2],
    [7, 5],
    [4, 5],
  ],
  gamma: [1, 2],
  beta: [0, 10],
  eps: 1.75,
}

/** The same with a gradient from above. */
export const BATCH = {
  ...LAYER,
  dout: [
    [1, 3],
    [2, -1],
    [6, 4],
    [3, 2],
  ],
}

/** What a backward pass returns for it that has forgotten the gradient through the mean, in float64. */
export const FORGETFUL = {
  dx: [
    [1.12, 1.2480000000000002],
    [0.8, 0.3520000000000001],
    [1.6800000000000004, 3.2],
    [1.2000000000000002, 1.6],
  ],
  dgamma: [6.000000000000001, 4.800000000000001],
  dbeta: [12, 8],
}
