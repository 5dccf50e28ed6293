/** How many numbers a request holds, however they are nested and in whatever arrays. */
export function countValues(request: unknown): number {
  let count = 0
  const open: unknown[] = [request]
  while (open.length > 0) {
    const value = open.pop()
    if (value instanceof Float64Array) count += value.length
    else if (Array.isArray(value)) count += numbersOf(value, open)
    else if (typeof value === 'object' && value !== null)
      count += numbersOf(Object.values(value), open)
  }
  return count
}

/** How many entries are numbers; the others are left open. */
function numbersOf(entries: readonly unknown[], open: unknown[]): number {
  let count = 0
  for (const entry of entries) {
    if (typeof entry === 'number') count += 1
    else open.push(entry)
  }
  return count
}
