import type { Sweeps } from './sweeps.ts'
import { plainSweeps } from './twin.ts'
import { wasmSweeps } from './wasm.ts'

let sweeps: Sweeps | undefined

/**
 * The sweeps of this thread: in WebAssembly, or in plain TypeScript where there is none. A call uses them from its
 * begin to its end, and no two calls run at the same time.
 */
export function theSweeps(): Sweeps {
  sweeps ??= wasmSweeps() ?? plainSweeps()
  return sweeps
}
