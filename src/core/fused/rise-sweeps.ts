/**
 * The loops of a gradient check, as sweeps (see sweeps.ts): a batch is moved, its deviations and ivar are taken anew, and
 * the loss sum(dout * out) of two such batches is compared, which is all that a slope needs. Once in double-double, with
 * lo beside every hi, and once in plain float64.
 */
export interface RiseSweeps {
  /** x in units of its channel and measured from its origin, as (hi, lo), in the place of x and at `lo`. */
  place(n: number, w: number, columns: number, x: number, lo: number): void
  /**
   * A moved batch at `to`: x + MOVE * direction, or without a direction x with MOVE added to one row; and SUM over the
   * rows.
   */
  move(
    n: number,
    w: number,
    columns: number,
    x: number,
    lo: number,
    direction: number,
    row: number,
    to: number,
    toLo: number,
  ): void
  /** xmu in the place of a moved batch, its ivar in the slot `ivar`; SUM and MOVE are used up. */
  deviate(n: number, w: number, columns: number, to: number, toLo: number, ivar: number): void
  /** SUM = sum(dout * (out there - out here)); beta is taken in only if it is `shifted`, 1. */
  rise(
    n: number,
    w: number,
    columns: number,
    to: number,
    toLo: number,
    from: number,
    fromLo: number,
    dout: number,
    shifted: number,
  ): void
  /** SUM = sum(a * b), of plain numbers. */
  dot(n: number, w: number, columns: number, a: number, b: number): void

  movePlain(
    n: number,
    w: number,
    columns: number,
    x: number,
    direction: number,
    row: number,
    to: number,
  ): void
  deviatePlain(n: number, w: number, columns: number, to: number, ivar: number): void
  risePlain(n: number, w: number, columns: number, to: number, from: number, dout: number): void
}

/** What is known of a column here; see SLOTS, whose first places are the same ones. All but X_FACTOR, CENTRE and EPS are (hi, lo). */
// biome-ignore format: a table is read in columns
export const RISE_SLOTS = {
  SUM: 2,
  X_FACTOR: 10,
  CENTRE: 12,
  MOVE: 14,
  EPS: 18,
  IVAR_TO: 20,
  IVAR_FROM: 24,
  GAMMA_TO: 28,
  GAMMA_FROM: 32,
  BETA_TO: 36,
  BETA_FROM: 40,
} as const
