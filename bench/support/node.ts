import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { ENVIRONMENT } from '../peers/python.ts'
import type { Answer, Question } from '../sections/in-process.ts'

const LONGEST_MS = 90_000

/** What a Node program prints when it reads a message; undefined when there is no such program. */
export async function output(program: URL, message = ''): Promise<string | undefined> {
  const path = fileURLToPath(program)
  if (!existsSync(path)) return undefined
  const child = spawn(process.execPath, [path], {
    env: ENVIRONMENT,
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: LONGEST_MS,
  })
  child.stdin.end(message)
  return text(child.stdout)
}

/** What the service's code takes without HTTP. */
export async function inProcess(question: Question): Promise<Answer> {
  const program = new URL('../sections/in-process.ts', import.meta.url)
  return JSON.parse((await output(program, JSON.stringify(question))) ?? '') as Answer
}
