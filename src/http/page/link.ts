import { type Module, resolved } from './modules.ts'

/**
 * Scripts as one script: as many files would each be asked for, and packed, by itself. Every module becomes a function
 * that is called where it stands and returns what it exports; what it imports is returned before, since no module
 * imports itself by a detour. Names and lines stay, so a reader of the browser's tools finds the source.
 */

// What a module may say of others, at the beginning of a line; the page's scripts need no more of the language.
const IMPORT = /^import\s+(?:\{([^}]*)\}|\*\s+as\s+(\w+))\s+from\s+'([^']+)'/gm
const PASSED_ON = /^export\s+\{([^}]*)\}\s+from\s+'([^']+)'/gm
const DECLARED = /^export\s+((?:async\s+)?function\*?|const|class)\s+(\w+)/gm

/** @throws SyntaxError for an export of a kind that is not provided for */
export function link(modules: readonly Module[]): string {
  const packages = new Set<string>()
  const parts = modules.map(({ path, text }) => {
    const exported: string[] = []
    const from = (name: string) => {
      if (name.startsWith('.')) return `modules['${resolved(name, path)}']`
      packages.add(name)
      return `packages['${name}']`
    }
    const body = text
      .replaceAll(
        IMPORT,
        (_, names?: string, all?: string, name = '') =>
          `const ${names === undefined ? all : renamed(names)} = ${from(name)}`,
      )
      .replaceAll(PASSED_ON, (_, names: string, name: string) => {
        exported.push(
          ...names
            .split(',')
            .map((each) => each.trim())
            .filter(Boolean),
        )
        return `const {${names}} = ${from(name)}`
      })
      .replaceAll(DECLARED, (_, kind: string, name: string) => {
        exported.push(name)
        return `${kind} ${name}`
      })
    if (/^(?:export\b|import\s*[{*])/m.test(body) || exported.some((name) => /\s/.test(name))) {
      throw new SyntaxError(`${path} imports or exports in a way that is not provided for`)
    }
    return `modules['${path}'] = (() => {\n${body}\nreturn { ${exported.join(', ')} }\n})()`
  })
  const names = [...packages]
  return [
    ...names.map((name, k) => `import * as package${k} from '${name}'`),
    `const packages = { ${names.map((name, k) => `'${name}': package${k}`).join(', ')} }`,
    'const modules = {}',
    ...parts,
    '',
  ].join('\n')
}

/** `a, b as c` as a pattern takes it. */
function renamed(names: string): string {
  return `{${names.replaceAll(/\s+as\s+/g, ': ')}}`
}
