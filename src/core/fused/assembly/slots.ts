/** Where the slots of a pair of columns lie, in bytes: see ../sweeps.ts and ../rise-sweeps.ts for what they hold. */

// SLOTS of ../sweeps.ts times 8.
export const ORIGIN: usize = 0
export const SUM: usize = 16
export const LARGEST: usize = 48
export const LEAST: usize = 64
export const X_FACTOR: usize = 80
export const CENTRE: usize = 96
export const MINUS_MU: usize = 112
export const IVAR: usize = 144
export const GAMMA: usize = 176
export const BETA: usize = 192
export const DOUT_FACTOR: usize = 208
export const XHAT_FACTOR: usize = 224
export const DGAMMA: usize = 240
export const DIVAR: usize = 272
export const TWICE_DSQ: usize = 304
export const DX2: usize = 336
export const UP_XMU: usize = 368
export const UP_SQ: usize = 400
export const UP_XHAT: usize = 432
export const UP_OUT: usize = 464
export const UP_DXHAT: usize = 496
export const UP_DX: usize = 528

// RISE_SLOTS of ../rise-sweeps.ts times 8, as far as they are others.
export const MOVE: usize = 112
export const EPS: usize = 144
export const IVAR_TO: usize = 160
export const IVAR_FROM: usize = 192
export const GAMMA_TO: usize = 224
export const GAMMA_FROM: usize = 256
export const BETA_TO: usize = 288
export const BETA_FROM: usize = 320

/** How far two pairs lie apart: PAIR of ../sweeps.ts times 8. */
export const PAIR: usize = 560
