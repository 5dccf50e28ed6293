import { readdir } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import pkg from '../package.json' with { type: 'json' }
import { run } from './http/process.ts'

const locked: Record<string, string> = pkg.optionalDependencies

/** The package that brings Node for this machine; one of them has a longer name. */
function platformPackage(): string | undefined {
  const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  return Object.keys(locked).find((name) =>
    [`node-${platform}`, `node-bin-${platform}`].includes(name),
  )
}

describe('the runtime', () => {
  it('is the Node that package.json locks for this platform', () => {
    const name = platformPackage()
    expect(name).toBeDefined()
    expect(process.version).toBe(`v${locked[name as string]}`)
  })

  it('is an exact version of Node 26 on every platform', () => {
    for (const version of Object.values(locked)) expect(version).toMatch(/^26\.\d+\.\d+$/)
  })

  it('runs TypeScript as it is written: there is no build, and nothing that needs one', async () => {
    expect(process.features.typescript).toBe('strip')
    const { code, stderr } = await run(['src/cli.ts'])
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^usage: /)])
    expect(Object.keys(pkg.scripts)).not.toContain('build')
    expect(await readdir('.')).not.toContain('dist')
  })
})
