/** The members of an archive are named by the JSON paths of the fields they hold, with dots: cache.xhat.npy. */

const ENDING = '.npy'
const STEP = /^\w+$/
const LONGEST = 64
const LONGEST_SHOWN = 100

/** The path of the field that a member holds; one step, the name as it stands, when it can't be the name of any. */
export function pathOf(member: string): readonly string[] {
  const name = member.endsWith(ENDING) ? member.slice(0, -ENDING.length) : member
  const path = name.split('.')
  return isField(path) ? path : [member.slice(0, LONGEST_SHOWN)]
}

/** Whether a path can be that of a field. */
export function isField(path: readonly string[]): boolean {
  return path.every((step) => STEP.test(step)) && path.join('.').length <= LONGEST
}

/** The name of the member that holds the field at a path. */
export function memberOf(path: readonly string[]): string {
  return path.join('.') + ENDING
}
