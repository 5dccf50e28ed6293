import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A Python of the project's own, in .venv, with the packages of requirements.txt and no others. */

const VENV = fileURLToPath(new URL('../../.venv', import.meta.url))
const REQUIREMENTS = fileURLToPath(new URL('requirements.txt', import.meta.url))
const INSTALLED = `${VENV}/requirements.txt`

/** The path of a Python with what the tests need; where the machine lacks something, says what and ends the program. */
export function demandPython(): string {
  try {
    return ownPython()
  } catch (error) {
    if (!(error instanceof MissingError)) throw error
    console.error(error.message)
    process.exit(1)
  }
}

/** Something that the machine has to bring. */
class MissingError extends Error {}

/**
 * The path of that Python; it is made when it isn't there, or when the requirements have changed.
 *
 * @throws MissingError without python3, its venv, or a way to the packages
 */
function ownPython(): string {
  const python = process.platform === 'win32' ? `${VENV}/Scripts/python.exe` : `${VENV}/bin/python`
  const requirements = readFileSync(REQUIREMENTS, 'utf8')
  if (existsSync(INSTALLED) && readFileSync(INSTALLED, 'utf8') === requirements) return python

  call('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))'], NO_PYTHON)
  call('python3', ['-m', 'venv', '--clear', VENV], NO_VENV)
  const quietly = ['--quiet', '--disable-pip-version-check', '--requirement', REQUIREMENTS]
  call(python, ['-m', 'pip', 'install', ...quietly], NO_PACKAGES)
  writeFileSync(INSTALLED, requirements)
  return python
}

const NO_PYTHON = 'python3 is missing, or older than 3.10: install Python to run its examples'
const NO_VENV = 'python3 has no venv: install it (Debian and Ubuntu: apt-get install python3-venv)'
const NO_PACKAGES = 'the packages of test/python/requirements.txt could not be installed'

function call(command: string, words: readonly string[], otherwise: string): void {
  const { status } = spawnSync(command, words, { stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) throw new MissingError(otherwise)
}
