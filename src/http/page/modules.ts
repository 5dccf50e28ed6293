import { readFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'

/** A script as browsers run it: the file as it stands, without types and comments. */
export interface Module {
  /** Its place in the repository. */
  readonly path: string
  readonly text: string
}

const ROOT = new URL('../../../', import.meta.url)

const IMPORT = /^(?:import|export)\b[^'";]*?\bfrom\s+'(\.[^']+)'/gm

/**
 * Every script that one needs, each after those that it imports.
 *
 * @throws SyntaxError where one imports itself by a detour
 */
export async function modulesFrom(entry: string, root = ROOT): Promise<Module[]> {
  const found = new Map<string, Module>()
  async function visit(path: string, above: readonly string[]): Promise<void> {
    const text = withoutComments(withoutTypes(await readFile(new URL(path, root), 'utf8')))
    const way = [...above, path]
    for (const [, name = ''] of text.matchAll(IMPORT)) {
      const needed = resolved(name, path)
      if (way.includes(needed)) throw new SyntaxError(`a circle: ${[...way, needed].join(' -> ')}`)
      if (!found.has(needed)) await visit(needed, way)
    }
    found.set(path, { path, text })
  }
  await visit(entry, [])
  return [...found.values()]
}

/** The place of what a script imports by a relative name. */
export function resolved(name: string, importer: string): string {
  return new URL(name, `file:///${importer}`).pathname.slice(1)
}

/** Node says once per process that it may still change how this is called; the log has no place for that. */
function withoutTypes(text: string): string {
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    return stripTypeScriptTypes(text)
  } finally {
    process.emitWarning = emitWarning
  }
}

const COMMENT = /^\s*(?:\/\/|\/\*\*|\*(?: |\/|$))/
const BACKTICK = /(?<!\\)`/g

/**
 * A fifth of what would be sent is comments, which in this house have lines to themselves. A line of a template that
 * looks like one stays.
 */
export function withoutComments(text: string): string {
  let isTemplate = false
  const kept = text.split('\n').filter((line) => {
    if (!isTemplate && COMMENT.test(line)) return false
    if ((line.match(BACKTICK)?.length ?? 0) % 2 === 1) isTemplate = !isTemplate
    return true
  })
  return kept.join('\n')
}
