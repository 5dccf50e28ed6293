import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Where this machine keeps Prometheus, with promtool beside it; undefined where it has none. */
export function findPrometheus(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders
    .map((folder) => join(folder, 'prometheus'))
    .find((place) => existsSync(place) && existsSync(promtoolBeside(place)))
}

export const promtoolBeside = (prometheus: string) => prometheus.replace(/prometheus$/, 'promtool')
