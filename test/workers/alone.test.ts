import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startServer } from '../http/process.ts'

test('a worker loads nothing of what the process was told to load beside the service', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'batchnorm-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'beside.mjs')
  writeFileSync(file, "process.stderr.write('loaded beside\\n')")
  const server = startServer({ WORKERS: '1' }, ['--import', file])
  onTestFinished(() => {
    server.child.kill('SIGKILL')
  })
  const row = Array.from({ length: 40 }, (_, j) => j)
  const reply = await fetch(`http://127.0.0.1:${await server.port()}/v1/forward`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ x: Array.from({ length: 300 }, () => row) }),
  })
  expect(reply.headers.get('server-timing')).toMatch(/^queue;/)
  await reply.arrayBuffer()
  expect(server.stderr().match(/loaded beside/g)).toHaveLength(1)
})
