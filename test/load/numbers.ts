/** The value below which a share of them lies; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}

const QUANTILES = [0.5, 0.9, 0.99, 1]

/** A row of a table: what it is, how many, and its quantiles in ms. */
export function row(name: string, times: readonly number[]): string {
  const shown = QUANTILES.map((share) => quantile(times, share).toFixed(0).padStart(8))
  return `${name.padEnd(20)}${String(times.length).padStart(8)}${shown.join('')}`
}

export const HEADER = `${'ms'.padEnd(20)}${'count'.padStart(8)}${['median', '90 %', '99 %', 'worst'].map((word) => word.padStart(8)).join('')}`
