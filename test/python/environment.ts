import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A Python of the project's own, with the packages of some requirements.txt and no others. */
export interface Environment {
  /** The folder that holds it, in the project's. */
  readonly folder: string
  /** The lists of its packages, by their paths in the project. */
  readonly requirements: readonly string[]
  /** The oldest Python that has them: 11 for 3.11. */
  readonly oldest: number
}

/** For the Python of the documents: requests and numpy. */
export const DOCUMENTED: Environment = {
  folder: '.venv',
  requirements: ['test/python/requirements.txt'],
  oldest: 10,
}

/** For the notebook: the same, with Jupyter's kernel and matplotlib. */
export const NOTEBOOK: Environment = {
  folder: '.venv-notebook',
  requirements: ['test/python/requirements.txt', 'test/notebook/requirements.txt'],
  oldest: 11,
}

/** For the manifests of deploy/: the schemas of Compose and of Kubernetes. */
export const DEPLOYED: Environment = {
  folder: '.venv-deploy',
  requirements: ['test/deploy/requirements.txt'],
  oldest: 10,
}

/** The path of a Python with what the tests need; where the machine lacks something, says what and ends the program. */
export function demandPython(environment: Environment): string {
  try {
    return ownPython(environment)
  } catch (error) {
    if (!(error instanceof MissingError)) throw error
    console.error(error.message)
    process.exit(1)
  }
}

/** Something that the machine has to bring. */
class MissingError extends Error {}

const pathOf = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/** The folder of an environment, as a path of the machine. */
export function folderOf({ folder }: Environment): string {
  return pathOf(folder)
}

/**
 * The path of that Python; it is made when it isn't there, or when the requirements have changed.
 *
 * @throws MissingError without python3, its venv, or a way to the packages
 */
function ownPython({ folder, requirements, oldest }: Environment): string {
  const venv = pathOf(folder)
  const python = process.platform === 'win32' ? `${venv}/Scripts/python.exe` : `${venv}/bin/python`
  const installed = `${venv}/requirements.txt`
  const wanted = requirements.map((path) => readFileSync(pathOf(path), 'utf8')).join('')
  if (existsSync(installed) && readFileSync(installed, 'utf8') === wanted) return python

  const isOld = `import sys; sys.exit(sys.version_info < (3, ${oldest}))`
  call('python3', ['-c', isOld], `python3 is missing, or older than 3.${oldest}: install Python`)
  call('python3', ['-m', 'venv', '--clear', venv], NO_VENV)
  const lists = requirements.flatMap((path) => ['--requirement', pathOf(path)])
  const quietly = ['--quiet', '--disable-pip-version-check', ...lists]
  const noPackages = `the packages of ${requirements.join(' and ')} could not be installed`
  call(python, ['-m', 'pip', 'install', ...quietly], noPackages)
  writeFileSync(installed, wanted)
  return python
}

const NO_VENV = 'python3 has no venv: install it (Debian and Ubuntu: apt-get install python3-venv)'

function call(command: string, words: readonly string[], otherwise: string): void {
  const { status } = spawnSync(command, words, { stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) throw new MissingError(otherwise)
}
