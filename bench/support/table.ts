/** A table of Markdown, its columns padded: the first to the left, numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, k) =>
    Math.max(title.length, 3, ...rows.map((row) => (row[k] ?? '').length)),
  )
  const numeric = head.map((_, k) => rows.every((row) => /^[~\d.,x-]*$/.test(row[k] ?? '')))
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, k) => (numeric[k] ? (cells[k] ?? '').padStart(width) : (cells[k] ?? '').padEnd(width))).join(' | ')} |`
  const rule = widths.map((width, k) =>
    numeric[k] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  )
  return [line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n')
}

/** About three digits: enough for a figure of a shared machine. */
export function about(value: number): string {
  if (!Number.isFinite(value)) return '-'
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3
  return value.toFixed(digits)
}

export function times(ratio: number): string {
  return Number.isFinite(ratio) ? `${about(ratio)}x` : '-'
}
