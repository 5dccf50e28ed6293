import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import pkg from '../package.json' with { type: 'json' }
import lock from '../package-lock.json' with { type: 'json' }

interface Locked {
  readonly version?: string
  readonly integrity?: string
  readonly license?: string
  readonly dev?: boolean
  readonly optional?: boolean
  readonly hasInstallScript?: boolean
}

const packages = Object.entries(lock.packages as Readonly<Record<string, Locked>>).filter(
  ([path]) => path !== '',
)
/** What an installation for production holds. */
const shipped = packages.filter(([, { dev }]) => !dev)

const { dependencies, devDependencies, optionalDependencies, scripts } = pkg

/** What may be used under its terms by whoever uses this, without asking. */
const FREE = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'Apache-2.0', '0BSD']

const program = ['src/**/*.ts', 'routes/**/*.ts', 'schemas/**/*.ts', 'page/**/*.ts']
const tools = ['test/**/*.ts', 'bench/**/*.ts', 'docs/**/*.ts', '*.ts']

/** Whether some file names a package, or a part of it, as what it imports or calls. */
function isUsed(name: string, patterns: readonly string[]): boolean {
  const named = new RegExp(`['"\`/]${name}['"\`/]`)
  return globSync(patterns)
    .filter((file) => file !== 'test/supply-chain.test.ts')
    .some((file) => named.test(readFileSync(file, 'utf8')))
}

describe('the packages', () => {
  it('are named by exact versions, the same that are locked', () => {
    const named = { ...dependencies, ...devDependencies, ...optionalDependencies }
    for (const [name, version] of Object.entries(named)) {
      expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+$/)])
      const found = lock.packages[`node_modules/${name}` as keyof typeof lock.packages] as Locked
      expect([name, found.version]).toEqual([name, version])
    }
  })

  it('are locked to what was published: each by its checksum, none to a server', () => {
    for (const [path, { integrity }] of packages) {
      expect([path, integrity]).toEqual([path, expect.stringMatching(/^sha512-/)])
    }
    expect(readFileSync('package-lock.json', 'utf8')).not.toContain('"resolved"')
  })

  it('run nothing when they are installed', () => {
    expect(
      packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path),
    ).toEqual([])
  })

  it('may be used by anybody', () => {
    const others = shipped.filter(([, { license = 'none' }]) => !FREE.includes(license))
    expect(others.map(([path, { license }]) => `${path}: ${license}`)).toEqual([])
  })
})

describe('every package', () => {
  it.for(Object.keys(dependencies))('of the program is imported by it: %s', (name) => {
    expect(isUsed(name, program)).toBe(true)
  })

  it.for(Object.keys(devDependencies))(
    'of the tools is imported, called, or the types of one: %s',
    (name) => {
      const commands: Readonly<Record<string, string>> = {
        '@biomejs/biome': 'biome',
        typescript: 'tsc',
        vitest: 'vitest',
      }
      const typed = name.replace(/^@types\//, '')
      const is =
        isUsed(name, tools) ||
        Object.values(scripts).some((script) => script.split(' ').includes(commands[name] ?? '')) ||
        (typed !== name && (typed === 'node' || isUsed(typed, [...program, ...tools])))
      expect(is).toBe(true)
    },
  )
})
