import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Compiles what is written in AssemblyScript into modules of TypeScript that carry it: `npm run kernel`. */

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const ASC = at('node_modules/assemblyscript/bin/asc.js')

// biome-ignore format: options and their values
const OPTIONS = ['-O3', '--converge', '--noAssert', '--runtime', 'stub', '--enable', 'simd']

/** A source as WebAssembly in base64. */
function compiled(source: string, ...options: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'))
  try {
    const file = join(folder, 'module.wasm')
    execFileSync(process.execPath, [ASC, at(source), '-o', file, ...OPTIONS, ...options], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    return readFileSync(file, 'base64')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const carried = (source: string) => `/**
 * ${source}, compiled by \`npm run kernel\`: WebAssembly in base64, so that nobody needs a file system to find it. A
 * test compiles it again and compares.
 */
`

function kernelModule(): string {
  const source = 'src/core/fused/assembly/kernel.ts'
  return `${carried('assembly/kernel.ts')}
/** For machines that multiply and add in one operation, without rounding in between. */
export const FUSING =
  '${compiled(source, '--enable', 'relaxed-simd')}'

/** For all others that have vectors. */
export const PLAIN =
  '${compiled(source)}'
`
}

function writerModule(): string {
  return `${carried('assembly/write.ts')}
export const WRITER =
  '${compiled('src/formats/numbers/assembly/write.ts', '--initialMemory', '2')}'
`
}

function readerModule(): string {
  return `${carried('assembly/read.ts')}
export const READER =
  '${compiled('src/formats/numbers/assembly/read.ts', '--initialMemory', '2')}'
`
}

/** The modules that carry something, by where they stand, and how their text is made. */
export const CARRIERS: Readonly<Record<string, () => string>> = {
  'src/core/fused/kernel.ts': kernelModule,
  'src/formats/numbers/reader.ts': readerModule,
  'src/formats/numbers/writer.ts': writerModule,
}

if (import.meta.main) {
  for (const [path, text] of Object.entries(CARRIERS)) writeFileSync(at(path), text())
}
