import type { Scope } from '../../schemas/scopes.ts'
import { Refusal } from '../core/errors.ts'

/** A scope that a request takes beside that of its operation, because of one of its fields, and how to do without. */
export interface Need {
  readonly scope: Scope
  readonly field: string
  readonly instead: string
}

/** Of a request that is told right numbers and formulas. */
export const REVEAL: Need = { scope: 'reveal', field: 'reveal', instead: 'send "reveal": false' }

/** Of a figure that judges. */
export const VERDICT: Need = {
  scope: 'diagnose',
  field: 'draw',
  instead: 'draw "values" or "curve"',
}

/**
 * @param scopes what the sender's key may; undefined for somebody who may everything
 * @throws Refusal `forbidden`: an answer other than the one asked for would be taken for it
 */
export function demandScopes(needs: readonly Need[], scopes: readonly Scope[] | undefined): void {
  const lacking = scopes && needs.find(({ scope }) => !scopes.includes(scope))
  if (!lacking) return
  const { scope, field, instead } = lacking
  throw new Refusal('forbidden', `the key lacks the scope ${scope}; ${instead}`, [
    { detail: `needs the scope ${scope}`, path: [field] },
  ])
}
