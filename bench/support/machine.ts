import { readFileSync } from 'node:fs'
import { availableParallelism, loadavg, release, totalmem } from 'node:os'
import { versionsOf } from '../peers/python.ts'
import type { Run } from './run.ts'

/** The head of RESULTS.md: where, when and with what. */
export function machine({ quick, python, torch }: Run): string {
  const model = /^model name\s*: (.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]
  const flags = /^flags\s*: (.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? ''
  const peers = python
    ? versionsOf(python, ['numpy', 'fastapi', 'pydantic', 'orjson', 'uvicorn', 'uvloop'])
    : undefined
  const torches = torch ? versionsOf(torch, ['torch', 'numpy']) : undefined
  const said = (versions: Record<string, string>) =>
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')
  const dependencies = ['fastify', 'zod', 'pino'].map((name) => `${name} ${versionOf(name)}`)
  return `# Results

Printed by \`npm run bench -- ${quick ? '--quick ' : ''}--write\`; how to read them is in [README.md](README.md).

- date: ${new Date().toISOString().slice(0, 10)}
- machine: ${availableParallelism()} cores, ${model ?? 'of unknown model'}${flags.includes('avx512f') ? ' with AVX-512' : ''}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Linux ${release().split('-')[0]}; load average at the start ${loadavg()[0]?.toFixed(1)}
- this service: Node ${process.versions.node}, ${dependencies.join(', ')}
- peers: ${peers ? said(peers) : 'no Python, so none but the bare server'}
- torch: ${torches ? said(torches) : 'not installed'}

The machine is shared: trust ratios, and of those only what is clearly above the noise, about 15 % for processor time
and more for wall time.`
}

function versionOf(name: string): string {
  const path = new URL(`../../node_modules/${name}/package.json`, import.meta.url)
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version
}
