import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

/** The packages that the page imports, by the names it imports them by. */
const PACKAGES = ['preact', 'preact/hooks'] as const

/** A package's script as it was published. */
export interface Package {
  readonly name: string
  readonly file: string
  readonly text: string
}

export function packages(): Promise<Package[]> {
  return Promise.all(
    PACKAGES.map(async (name) => {
      const text = await readFile(fileURLToPath(import.meta.resolve(name)), 'utf8')
      const file = `${name.replaceAll('/', '-')}.js`
      // Its map is not served, and a browser's tools would ask for it.
      return { name, file, text: text.replace(/\n\/\/# sourceMappingURL=.*/, '') }
    }),
  )
}
