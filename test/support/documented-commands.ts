import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { expect } from 'vitest'
import pkg from '../../package.json' with { type: 'json' }
import { Config } from '../../src/config.ts'
import { parseKeys } from '../../src/keys/keys.ts'
import { requestOf } from './curl.ts'
import { reached, type Servers } from './documented-servers.ts'
import { type Command, commandsOf } from './shell.ts'

/** What becomes of a command that a document shows: it is run, or what it names is looked up. */

const ROOT = new URL('../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8')
const VARIABLES = Object.keys(Config.shape)

/** @param answer what the document shows, parsed; undefined when it shows nothing */
type Runner = (command: Command, answer: unknown, servers: Servers) => unknown

/**
 * Runs the commands of a block; the last one has to answer as the document says.
 *
 * @param servers the services that the documents start
 */
export async function runCommands(
  script: string,
  answer: unknown,
  servers: Servers,
): Promise<void> {
  const commands = commandsOf(script)
  for (const [k, command] of commands.entries()) {
    const name = command.words[0] ?? ''
    const runner = Object.hasOwn(RUNNERS, name) ? RUNNERS[name] : undefined
    if (!runner) throw new Error(`nobody knows how to run ${name}`)
    for (const variable of Object.keys(command.environment)) {
      if (!variable.startsWith('OTEL_')) expect(VARIABLES).toContain(variable)
    }
    await runner(command, k === commands.length - 1 ? answer : undefined, servers)
  }
}

async function curl({ words }: Command, answer: unknown, servers: Servers): Promise<void> {
  const { url, init, toFile } = requestOf(words.slice(1))
  const reply = await fetch(reached(url, servers), init)
  if (toFile) {
    expect(reply.status).toBe(200)
    return
  }
  const body = (await reply.json()) as { code?: string; status?: number }
  expect(body).toEqual(answer)
  expect(reply.status).toBe(body.code === undefined ? 200 : body.status)
}

/** A program of the project. The command line of the service is run, and needs no network to answer. */
function node({ words, input = '' }: Command, answer: unknown): void {
  const [beside = '', ...own] = words.slice(words.indexOf('node') + 1)
  const [preloaded, ...others] = beside === '--import' ? own : []
  const [file = '', ...rest] = preloaded ? others : [beside, ...own]
  if (preloaded) expect(existsSync(new URL(preloaded, ROOT)), `${preloaded} exists`).toBe(true)
  expect(existsSync(new URL(file, ROOT)), `${file} exists`).toBe(true)
  if (file !== 'src/cli.ts') return
  const { stdout } = spawnSync(process.execPath, [file, ...rest], { cwd: ROOT, input })
  if (rest[0] === 'key') {
    expect(parseKeys(stdout.toString())).toHaveLength(1)
    return
  }
  expect(JSON.parse(stdout.toString())).toEqual(answer)
}

function npm({ words: [, command = '', script = command, ...names] }: Command): void {
  if (command === 'install') {
    const installed = read('test/deploy/tracing.deploy.ts')
    for (const name of names) expect(installed).toContain(`'${name}@`)
  } else if (command !== 'ci') expect(Object.keys(pkg.scripts)).toContain(script)
}

function pip({ words: [, command, ...names] }: Command): void {
  expect(command).toBe('install')
  const required = read('test/python/requirements.txt')
  for (const name of names) expect(required).toMatch(new RegExp(`^${name}==`, 'm'))
}

/** Whatever reads files of deploy/: test/deploy runs them, or holds them to their schemas. */
function deployed({ words }: Command): void {
  const files = words.flatMap((word) => /(?:=|^)(deploy\/.*)/.exec(word)?.[1] ?? [])
  expect(files).not.toEqual([])
  for (const file of files) expect(existsSync(new URL(file, ROOT)), `${file} exists`).toBe(true)
}

const IMAGE = 'batchnorm'
const DOCKER_FLAGS = ['--rm', '-d', '--read-only', '--name', '-p', '-e', '-t']

function docker(command: Command): void {
  const [, verb, ...words] = command.words
  if (verb === 'compose') return deployed(command)
  const port = /^EXPOSE (\d+)$/m.exec(read('Dockerfile'))?.[1]
  for (const [k, word] of words.entries()) {
    const value = words[k + 1] ?? ''
    if (word.startsWith('-')) expect(DOCKER_FLAGS).toContain(word)
    if (word === '-p') expect(value.split(':').at(-1)).toBe(port)
    if (word === '-e') expect(VARIABLES).toContain(value.split('=')[0])
  }
  if (verb === 'build') expect(words).toEqual(['-t', IMAGE, '.'])
  else {
    expect(['run', 'stop']).toContain(verb)
    expect(words.at(-1)).toBe(IMAGE)
  }
}

const RUNNERS: Readonly<Record<string, Runner>> = {
  curl,
  npm,
  pip,
  docker,
  node,
  npx: node,
  kubectl: deployed,
  prometheus: deployed,
  promtool: deployed,
}
