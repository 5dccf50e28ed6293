import { spawnSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { Config } from '../../src/config.ts'
import { DEPLOYED, demandPython } from '../python/environment.ts'

/** The manifests of deploy/ against the schemas of those who read them, and against what the service needs. */

const python = demandPython(DEPLOYED)
const BIN = dirname(python)

/** What Kubernetes they may meet. */
const VERSIONS = ['1.32', '1.35']

// biome-ignore lint/suspicious/noExplicitAny: a manifest is whatever its file says, until the schema has judged it
type Manifest = any

const read = (path: string): Manifest[] =>
  parseAllDocuments(readFileSync(path, 'utf8')).map((document) => document.toJS())

function validate(command: string, ...words: string[]): void {
  const { status, stdout, stderr } = spawnSync(`${BIN}/${command}`, words, { encoding: 'utf8' })
  expect(status, `${stdout}${stderr}`).toBe(0)
}

const kubernetes = globSync('deploy/kubernetes/*.yaml').toSorted()
const objects = kubernetes.flatMap(read)
const of = (kind: string) =>
  objects.find((object) => object.kind === kind) ?? expect.fail(`there is no ${kind}`)

describe('deploy/kubernetes', () => {
  it.for(VERSIONS)('is what Kubernetes %s takes', (version) => {
    const files = kubernetes.filter((path) => !path.endsWith('/kustomization.yaml'))
    validate('kubernetes-validate', '--strict', '--kubernetes-version', version, ...files)
  })

  it('lists every file in its kustomization, and nothing that is not there', () => {
    const { resources } = of('Kustomization')
    const files = kubernetes.map((path) => path.replace('deploy/kubernetes/', ''))
    expect([...resources, 'kustomization.yaml'].toSorted()).toEqual(files)
  })

  it('finds the pods of the deployment from everywhere by the same label', () => {
    const label = { 'app.kubernetes.io/name': 'batchnorm' }
    const { selector, template } = of('Deployment').spec
    expect([
      template.metadata.labels,
      selector.matchLabels,
      of('Service').spec.selector,
      of('PodDisruptionBudget').spec.selector.matchLabels,
      of('NetworkPolicy').spec.podSelector.matchLabels,
    ]).toEqual([label, label, label, label, label])
    expect(of('HorizontalPodAutoscaler').spec.scaleTargetRef.name).toBe(
      of('Deployment').metadata.name,
    )
  })

  it('runs as nobody, writes nowhere, may nothing, and asks nobody', () => {
    const { spec } = of('Deployment').spec.template
    const [{ securityContext }] = spec.containers
    expect(spec.securityContext).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    })
    expect(securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    })
    expect(spec.automountServiceAccountToken).toBe(false)
    expect(of('NetworkPolicy').spec.egress).toEqual([])
  })

  it('gives a pod longer to end than the pod takes, and sets only what the service knows', () => {
    const { terminationGracePeriodSeconds, containers } = of('Deployment').spec.template.spec
    const variables: Record<string, string> = Object.fromEntries(
      containers[0].env.map(({ name, value }: { name: string; value: string }) => [name, value]),
    )
    const config = Config.parse(variables)
    expect(Object.keys(variables).filter((name) => !(name in Config.shape))).toEqual([])
    expect(1000 * terminationGracePeriodSeconds).toBeGreaterThan(
      config.SHUTDOWN_DELAY_MS + config.SHUTDOWN_MS,
    )
  })

  it('says how many workers a pod has, where nothing limits its processors', () => {
    const [{ env, resources }] = of('Deployment').spec.template.spec.containers
    expect(resources.limits).not.toHaveProperty('cpu')
    expect(env).toContainEqual({ name: 'WORKERS', value: '1' })
  })

  it('asks for health where it is', () => {
    const [{ livenessProbe, readinessProbe, ports }] =
      of('Deployment').spec.template.spec.containers
    expect([livenessProbe.httpGet.path, readinessProbe.httpGet.path]).toEqual(['/livez', '/readyz'])
    expect(ports[0].containerPort).toBe(Config.parse({}).PORT)
  })
})

describe('deploy/compose.yaml', () => {
  const [compose] = read('deploy/compose.yaml')
  const replicas = Object.entries<Manifest>(compose.services).filter(([name]) =>
    name.startsWith('replica'),
  )

  it('is what Compose takes', () => {
    validate('check-jsonschema', '--builtin-schema', 'vendor.compose-spec', 'deploy/compose.yaml')
  })

  it('has replicas that write nowhere, may nothing, and are set by what the service knows', () => {
    expect(replicas.length).toBe(2)
    for (const [, { read_only, cap_drop, security_opt, environment }] of replicas) {
      expect({ read_only, cap_drop, security_opt }).toEqual({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      })
      expect(Object.keys(environment).filter((name) => !(name in Config.shape))).toEqual([])
    }
  })

  it('publishes nothing beyond this machine', () => {
    const ports = Object.values<Manifest>(compose.services).flatMap(({ ports = [] }) => ports)
    expect(ports.length).toBeGreaterThan(0)
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/)
  })

  it('has Prometheus ask every replica', () => {
    const [{ scrape_configs, rule_files }] = read('deploy/prometheus/replicas.yaml')
    expect(scrape_configs[0].static_configs[0].targets).toEqual(
      replicas.map(([name]) => `${name}:${Config.parse({}).PORT}`),
    )
    expect(rule_files.every((file: string) => existsSync(`deploy/prometheus/${file}`))).toBe(true)
  })

  it('has nginx ask the replicas there are, and keep connections for less long than they do', () => {
    const nginx = readFileSync('deploy/nginx/nginx.conf', 'utf8')
    const asked = [...nginx.matchAll(/^\s*server (\S+):3000/gm)].map(([, name]) => name)
    expect(asked).toEqual(replicas.map(([name]) => name))
    const kept = Number(/upstream [^}]*keepalive_timeout (\d+)s/.exec(nginx)?.[1]) * 1000
    const { KEEP_ALIVE_MS } = Config.parse({
      KEEP_ALIVE_MS: replicas[0]?.[1].environment.KEEP_ALIVE_MS,
    })
    expect(kept).toBeLessThan(KEEP_ALIVE_MS)
  })
})
