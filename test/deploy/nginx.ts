import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { freePort } from '../support/free-port.ts'

const CONFIGURATION = new URL('../../deploy/nginx/nginx.conf', import.meta.url)

/** Directories that a distribution's nginx would have to itself. */
const OWN = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']

/**
 * A real nginx with the project's own configuration, in front of replicas at these ports of this machine.
 *
 * @returns where it listens
 * @throws Error that says how to get one, where there is none
 */
export async function nginxForTest(replicas: readonly number[]): Promise<string> {
  if (spawnSync('nginx', ['-v']).status !== 0) {
    throw new Error('there is no nginx: apt-get install nginx-light')
  }
  const folder = mkdtempSync(join(tmpdir(), 'batchnorm-nginx-'))
  const port = await freePort()
  const places = OWN.map((each) => `  ${each}_temp_path ${folder}/${each};`)
  const text = replicas
    .reduce(
      (config, replica, k) => config.replaceAll(`replica-${k + 1}:3000`, `127.0.0.1:${replica}`),
      readFileSync(CONFIGURATION, 'utf8'),
    )
    .replace('listen 8080', `listen 127.0.0.1:${port}`)
    .replace('pid /tmp/nginx.pid', `pid ${folder}/nginx.pid`)
    .replace('error_log stderr', `error_log ${folder}/error.log`)
    .replace('http {', ['http {', ...places].join('\n'))
  const file = join(folder, 'nginx.conf')
  writeFileSync(file, text)
  const child = spawn('nginx', ['-c', file, '-p', folder, '-g', 'daemon off;'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  onTestFinished(async () => {
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    await gone
    rmSync(folder, { recursive: true, force: true })
  })
  const origin = `http://127.0.0.1:${port}`
  for (let tries = 0; tries < 100; tries++) {
    const isThere = await fetch(`${origin}/livez`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isThere) return origin
    await delay(50)
  }
  throw new Error('nginx does not answer')
}
