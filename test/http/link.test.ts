import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { link } from '../../src/http/page/link.ts'
import { modulesFrom, withoutComments } from '../../src/http/page/modules.ts'

/** What a linked script makes, by running it. */
async function run(modules: readonly { path: string; text: string }[]) {
  const script = `${link(modules)}\nexport { modules }`
  const url = `data:text/javascript,${encodeURIComponent(script)}`
  return ((await import(/* @vite-ignore */ url)) as { modules: Record<string, object> }).modules
}

describe('scripts linked to one', () => {
  it('find each other whatever they call what they import', async () => {
    const modules = await run([
      {
        path: 'a/one.ts',
        text: 'const hidden = 1\nexport const x = hidden\nexport function f() { return x + 1 }',
      },
      {
        path: 'a/two.ts',
        text: "import { x as y,\n  f } from './one.ts'\nconst hidden = 5\nexport class Z { sum = y + f() + hidden }",
      },
      {
        path: 'b.ts',
        text: "import * as one from './a/one.ts'\nimport { Z } from './a/two.ts'\nexport { f } from './a/one.ts'\nexport const all = [one.x, new Z().sum]",
      },
    ])
    expect(modules['b.ts']).toMatchObject({ all: [1, 8] })
    expect(Object.keys(modules['b.ts'] ?? {}).sort()).toEqual(['all', 'f'])
  })

  it('take packages from where the page has them', async () => {
    const text = "import { join } from 'node:path'\nexport const path = join('a', 'b')"
    expect(await run([{ path: 'one.ts', text }])).toMatchObject({ 'one.ts': { path: 'a/b' } })
  })

  it('leave alone what only looks like an import', async () => {
    const text = 'export const python = `import numpy as np\nimport requests\n`'
    const { python } = (await run([{ path: 'one.ts', text }]))['one.ts'] as { python: string }
    expect(python).toBe('import numpy as np\nimport requests\n')
  })

  it.for([
    'export default 1',
    "export * from './one.ts'",
    'const a = 1\nexport { a }',
    'export let a = 1',
    "export { a as b } from './two.ts'",
  ])('are refused where they export otherwise: %s', (text) => {
    expect(() => link([{ path: 'one.ts', text }])).toThrow(/^one\.ts exports|^one\.ts imports/)
  })
})

describe('scripts that need each other', () => {
  it('are refused, since neither can be run before the other', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'modules-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    await writeFile(join(folder, 'a.ts'), "import { b } from './b.ts'\nexport const a = () => b\n")
    await writeFile(join(folder, 'b.ts'), "import { a } from './a.ts'\nexport const b = () => a\n")
    const root = pathToFileURL(`${folder}/`)
    await expect(modulesFrom('a.ts', root)).rejects.toThrow('a.ts -> b.ts -> a.ts')
  })
})

describe('a script without its comments', () => {
  it('keeps every line that is code, or part of a template', () => {
    const code = [
      'const a = 1',
      'const b = `',
      '// no comment',
      ' * nor this',
      '`',
      'const c = 2 // says',
      'a',
    ]
    const comments = ['/** About a. */', '// Why.', '/**', ' * More.', ' *', ' * Most.', ' */']
    const text = [
      comments[0],
      code[0],
      comments[1],
      ...code.slice(1, 6),
      ...comments.slice(2),
      code[6],
    ]
    expect(withoutComments(text.join('\n'))).toBe(code.join('\n'))
  })
})
