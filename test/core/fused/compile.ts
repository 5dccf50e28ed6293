import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Compiles src/core/fused/assembly/kernel.ts into src/core/fused/kernel.ts: `npm run kernel`. */

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))
const ASC = at('node_modules/assemblyscript/bin/asc.js')
const FOLDER = at('src/core/fused/assembly')

// biome-ignore format: options and their values
const OPTIONS = ['-O3', '--converge', '--noAssert', '--runtime', 'stub', '--enable', 'simd']

/** The kernel as WebAssembly in base64. */
function compiled(...features: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'kernel-'))
  try {
    const file = join(folder, 'kernel.wasm')
    execFileSync(process.execPath, [ASC, 'kernel.ts', '-o', file, ...OPTIONS, ...features], {
      cwd: FOLDER,
    })
    return readFileSync(file, 'base64')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The text of the module that carries the compiled kernel. */
export function kernelModule(): string {
  return `/**
 * assembly/kernel.ts, compiled by \`npm run kernel\`: WebAssembly in base64, so that the core needs no file system to
 * find it. A test compiles it again and compares.
 */

/** For machines that multiply and add in one operation, without rounding in between. */
export const FUSING =
  '${compiled('--enable', 'relaxed-simd')}'

/** For all others that have vectors. */
export const PLAIN =
  '${compiled()}'
`
}

if (import.meta.main) writeFileSync(at('src/core/fused/kernel.ts'), kernelModule())
