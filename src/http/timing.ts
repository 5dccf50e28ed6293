import { type Account, STAGES } from '../operations/account.ts'

/**
 * The parts of an answer that are over when it begins, in ms, as a browser shows them (W3C Server Timing). A large
 * reply is encoded while it leaves, so its header can not know how long that takes.
 */
export function serverTiming({ took }: Account): string {
  let text = ''
  for (const stage of STAGES) {
    const ms = took[stage]
    if (ms !== undefined) text += `${text && ', '}${stage};dur=${Math.round(ms * 1000) / 1000}`
  }
  return text
}
