import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Compiles the AssemblyScript of the program into modules that carry it: `npm run kernel`. */

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))
const ASC = at('node_modules/assemblyscript/bin/asc.js')

// biome-ignore format: options and their values
const OPTIONS = ['-O3', '--converge', '--noAssert', '--runtime', 'stub', '--enable', 'simd']

/** A source as WebAssembly in base64. */
function compiled(source: string, ...options: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'kernel-'))
  try {
    const file = join(folder, 'kernel.wasm')
    execFileSync(process.execPath, [ASC, at(source), '-o', file, ...OPTIONS, ...options], {
      cwd: at('.'),
    })
    return readFileSync(file, 'base64')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const KERNEL = 'src/core/fused/assembly/kernel.ts'
const CODEC = 'src/formats/text/assembly/codec.ts'

/** The modules that carry compiled code, and the text of each. */
export const MODULES: Readonly<Record<string, () => string>> = {
  'src/core/fused/kernel.ts': () => `/**
 * assembly/kernel.ts, compiled by \`npm run kernel\`: WebAssembly in base64, so that the core needs no file system to
 * find it. A test compiles it again and compares.
 */

/** For machines that multiply and add in one operation, without rounding in between. */
export const FUSING =
  '${compiled(KERNEL, '--enable', 'relaxed-simd')}'

/** For all others that have vectors. */
export const PLAIN =
  '${compiled(KERNEL)}'
`,
  // Below the compiler's own data are the powers of ten; 8 pages are the 512 KiB of codec.ts.
  'src/formats/text/module.ts': () => `/**
 * assembly/codec.ts, compiled by \`npm run kernel\`: WebAssembly in base64. A test compiles it again and compares.
 */
export const CODEC =
  '${compiled(CODEC, '--memoryBase', '10752', '--initialMemory', '8')}'
`,
}

if (import.meta.main) {
  for (const [file, text] of Object.entries(MODULES)) writeFileSync(at(file), text())
}
