import { type Path, Refusal } from '../core/errors.ts'

/** Runs what reads a part of a request: what it refuses is refused at the place of that part. */
export function within<T>(path: Path, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const faults = error.faults.map((fault) => ({ ...fault, path: [...path, ...fault.path] }))
    throw new Refusal(error.code, error.message, faults, error.total)
  }
}
