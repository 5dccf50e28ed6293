import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

/** The Pythons of the peers: one of the benchmark's own with exact packages, and whichever has torch. */

const VENV = fileURLToPath(new URL('../.venv', import.meta.url))
const OWN = `${VENV}/bin/python`
const REQUIREMENTS = fileURLToPath(new URL('fastapi/requirements.txt', import.meta.url))
const INSTALLED = `${VENV}/requirements.txt`

/** Nothing else of the environment: a variable for NumPy's library must not slow it down. */
export const ENVIRONMENT = { PATH: process.env['PATH'] ?? '' }

/** The path of the own one, made when it isn't there or when the requirements have changed; undefined when it can't be. */
export function ownPython(): string | undefined {
  const requirements = readFileSync(REQUIREMENTS, 'utf8')
  if (existsSync(INSTALLED) && readFileSync(INSTALLED, 'utf8') === requirements) return OWN
  console.error('installing the Python peers in bench/.venv ...')
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check']
  if (!runs('python3', ['-m', 'venv', '--clear', VENV])) return undefined
  if (!runs(OWN, [...pip, '--requirement', REQUIREMENTS])) return undefined
  writeFileSync(INSTALLED, requirements)
  return OWN
}

/** A Python with torch: TORCH_PYTHON, the own one, or the machine's. */
export function torchPython(): string | undefined {
  const candidates = [process.env['TORCH_PYTHON'], OWN, 'python3', '/usr/bin/python3']
  return candidates.find(
    (each) =>
      each &&
      spawnSync(each, ['-c', 'import torch'], { env: ENVIRONMENT, stdio: 'ignore' }).status === 0,
  )
}

/** What a Python program of the peers answers to a message. */
export async function ask<Answer>(
  python: string,
  program: string,
  message: unknown,
): Promise<Answer> {
  const path = fileURLToPath(new URL(program, import.meta.url))
  const child = spawn(python, [path], { env: ENVIRONMENT, stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(message))
  return JSON.parse((await buffer(child.stdout)).toString('utf8')) as Answer
}

/** The versions of Python and of some packages. */
export function versionsOf(python: string, packages: readonly string[]): Record<string, string> {
  const program = `
import importlib.metadata as m, json, platform, sys
print(json.dumps({'Python': platform.python_version(), **{p: m.version(p) for p in sys.argv[1:]}}))`
  const { stdout } = spawnSync(python, ['-c', program, ...packages], { env: ENVIRONMENT })
  try {
    return JSON.parse(stdout.toString('utf8')) as Record<string, string>
  } catch {
    return {}
  }
}

function runs(command: string, words: readonly string[]): boolean {
  return spawnSync(command, words, { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0
}

if (import.meta.main && ownPython() === undefined) process.exitCode = 1
