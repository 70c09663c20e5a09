/** deploy/: the manifests keep to the schemas of Kubernetes, and to what this service is. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { type Document, parseDocument, stringify } from 'yaml'
import { readConfig } from '../../src/config.ts'
import { faultsOf, type Manifest } from '../helpers/manifests.ts'
import { build } from '../helpers/service.ts'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

const FOLDER = 'deploy/kubernetes'
const KUSTOMIZATION = 'kustomization.yaml'
const JOB = 'batch/job.yaml'
const files = readdirSync(new URL(`../../${FOLDER}`, import.meta.url)).filter(
  file => file.endsWith('.yaml') && file !== KUSTOMIZATION
)
const load = (file: string) => parseDocument(read(`${FOLDER}/${file}`))

type Probe = { httpGet: { path: string; port: string } }
interface Container {
  image: string
  ports: { name: string; containerPort: number }[]
  env: { name: string; value: string }[]
  startupProbe: Probe
  readinessProbe: Probe
  livenessProbe: Probe
}
interface Selector {
  matchLabels: Record<string, string>
}
interface Deployment extends Manifest {
  metadata: { name: string }
  spec: {
    selector: Selector
    template: {
      metadata: { labels: Record<string, string> }
      spec: {
        securityContext: { runAsUser: number }
        terminationGracePeriodSeconds: number
        topologySpreadConstraints: { labelSelector: Selector }[]
        containers: [Container]
      }
    }
  }
}

const openapi: { paths: Record<string, { get?: unknown }> } = JSON.parse(read('openapi/openapi.json'))
const dockerfile = read('Dockerfile')
/** The one capture of a pattern in the Dockerfile. */
const inImage = (pattern: RegExp) => Number(pattern.exec(dockerfile)?.[1])

interface Job {
  spec: {
    completions: number
    parallelism: number
    template: {
      spec: {
        securityContext: { runAsUser: number }
        containers: [{ env: { name: string; value: string }[]; command: string[] }]
      }
    }
  }
}

/** What in the job does not agree with itself, with the image, or with the build. */
function misfitsOf({ spec }: Job): string[] {
  const { securityContext, containers } = spec.template.spec
  const [{ env, command }] = containers
  const shards = env.find(({ name }) => name === 'SHARDS')?.value
  return [
    ...(shards === String(spec.completions) ? [] : [`SHARDS: ${shards}`]),
    ...(securityContext.runAsUser === inImage(/^USER (\d+)/m) ? [] : ['user of the job']),
    ...(/node dist\/decide\.mjs .*--shard/.test(command.at(-1) as string) ? [] : ['command of the job'])
  ]
}

/** What in a set of manifests, by file, does not agree with the service or with one another. */
function disagreements(manifests: Record<string, Manifest>): string[] {
  const deployment = manifests['deployment.yaml'] as Deployment
  const service = manifests['service.yaml'] as never as {
    spec: { selector: Record<string, string>; ports: [{ targetPort: string }] }
  }
  const budget = manifests['disruption-budget.yaml'] as never as { spec: { selector: Selector } }
  const policy = manifests['network-policy.yaml'] as never as {
    spec: { podSelector: Selector; ingress: [{ ports: [{ port: string }]; from?: unknown[] }] }
  }
  const scaler = manifests['autoscaler.yaml'] as never as {
    spec: { scaleTargetRef: { apiVersion: string; kind: string; name: string }; minReplicas: number }
  }
  const { template, selector } = deployment.spec
  const pod = template.spec
  const [container] = pod.containers
  const [port] = container.ports
  const found: string[] = []
  const agree = (what: string, given: unknown, expected: unknown) => {
    if (JSON.stringify(given) !== JSON.stringify(expected)) found.push(`${what}: ${JSON.stringify(given)}`)
  }

  const { labels } = template.metadata
  agree('selector of the Deployment', selector.matchLabels, labels)
  agree('selector of the Service', service.spec.selector, labels)
  agree('selector of the budget', budget.spec.selector.matchLabels, labels)
  agree('selector of the network policy', policy.spec.podSelector.matchLabels, labels)
  for (const { labelSelector } of pod.topologySpreadConstraints) {
    agree('selector of the spread', labelSelector.matchLabels, labels)
  }
  const { apiVersion, kind, name } = scaler.spec.scaleTargetRef
  agree(
    'what is scaled',
    [apiVersion, kind, name],
    [deployment.apiVersion, 'Deployment', deployment.metadata.name]
  )

  agree('port of the container', port?.containerPort, inImage(/PORT=(\d+)/))
  agree('user', pod.securityContext.runAsUser, inImage(/^USER (\d+)/m))
  agree('port of the Service', service.spec.ports[0].targetPort, port?.name)
  agree('port of the network policy', policy.spec.ingress[0].ports[0].port, port?.name)
  if (!policy.spec.ingress[0].from?.length) found.push('anyone may come in')
  for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe'] as const) {
    const { path, port: asked } = container[probe].httpGet
    agree(`port of ${probe}`, asked, port?.name)
    if (!openapi.paths[path]?.get) found.push(`path of ${probe}: ${path}`)
  }

  const env = Object.fromEntries(container.env.map(({ name, value }) => [name, value]))
  for (const name of Object.keys(env)) if (!(name in readConfig({}))) found.push(`no setting: ${name}`)
  // With the address of the image: who may ask must be said.
  found.push(...misfitsOf(manifests[JOB] as never))
  try {
    const HOST = /HOST=(\S+)/.exec(dockerfile)?.[1]
    const { DRAIN_SECONDS, SHUTDOWN_SECONDS } = readConfig({ HOST, ...env })
    if (!(pod.terminationGracePeriodSeconds > DRAIN_SECONDS + SHUTDOWN_SECONDS))
      found.push('killed before it has stopped')
  } catch (error) {
    found.push(String(error))
  }
  return found
}

const GONE = Symbol('taken out')
/** Ways to spoil the manifests: file, place, what is put there, and the fault that must be found. */
const SPOILS: [file: string, place: string, value: unknown, fault: RegExp][] = [
  ['deployment.yaml', 'spec.replica', 2, /'"replica"' does not exist/],
  ['deployment.yaml', 'spec.selector', GONE, /must have required property selector/],
  [
    'deployment.yaml',
    'spec.template.spec.containers.0.readinessProbe.httpGet.pth',
    '/',
    /'"pth"' does not exist/
  ],
  [
    'deployment.yaml',
    'spec.template.spec.containers.0.resources.limits.memory',
    '512 MB',
    /memory must match/
  ],
  ['deployment.yaml', 'spec.template.spec.securityContext.seccompProfile.type', 1, /type must be string/],
  ['service.yaml', 'spec.ports.0.port', 'http', /port must be integer/],
  ['disruption-budget.yaml', 'spec.maxUnavailible', 1, /'"maxUnavailible"' does not exist/],
  ['autoscaler.yaml', 'spec.maxReplicas', GONE, /must have required property maxReplicas/],
  ['autoscaler.yaml', 'spec.metrics.0.resource.target.averageUtilisation', 60, /does not exist in type/],
  ['network-policy.yaml', 'spec.policyTypes.0', 1, /must be string/],
  [JOB, 'spec.completions', 'eight', /completions must be integer/],
  [JOB, 'spec.backoffLimitPerShard', 3, /does not exist/]
]
const MISFITS: typeof SPOILS = [
  ['deployment.yaml', 'spec.selector.matchLabels.tier', 'x', /selector of the Deployment/],
  ['service.yaml', 'spec.selector.tier', 'x', /selector of the Service/],
  ['disruption-budget.yaml', 'spec.selector.matchLabels.tier', 'x', /selector of the budget/],
  ['network-policy.yaml', 'spec.podSelector.matchLabels.tier', 'x', /selector of the network policy/],
  [
    'deployment.yaml',
    'spec.template.spec.topologySpreadConstraints.0.labelSelector.matchLabels.tier',
    'x',
    /selector of the spread/
  ],
  ['autoscaler.yaml', 'spec.scaleTargetRef.name', 'rules', /what is scaled/],
  ['deployment.yaml', 'spec.template.spec.containers.0.ports.0.containerPort', 3001, /port of the container/],
  ['deployment.yaml', 'spec.template.spec.securityContext.runAsUser', 1001, /user/],
  ['service.yaml', 'spec.ports.0.targetPort', 'web', /port of the Service/],
  ['network-policy.yaml', 'spec.ingress.0.ports.0.port', 'web', /port of the network policy/],
  ['deployment.yaml', 'spec.template.spec.containers.0.env.0', GONE, /ALLOW_ANONYMOUS/],
  ['network-policy.yaml', 'spec.ingress.0.from', GONE, /anyone may come in/],
  [
    'deployment.yaml',
    'spec.template.spec.containers.0.livenessProbe.httpGet.port',
    'web',
    /port of livenessProbe/
  ],
  [
    'deployment.yaml',
    'spec.template.spec.containers.0.livenessProbe.httpGet.path',
    '/health',
    /path of liveness/
  ],
  ['deployment.yaml', 'spec.template.spec.containers.0.env.0.name', 'SHUTDOWN', /no setting: SHUTDOWN/],
  ['deployment.yaml', 'spec.template.spec.terminationGracePeriodSeconds', 65, /killed before it has stopped/],
  [JOB, 'spec.completions', 9, /SHARDS/],
  [JOB, 'spec.template.spec.securityContext.runAsUser', 1001, /user of the job/],
  [JOB, 'spec.template.spec.containers.0.command.2', 'node dist/server.js', /command of the job/]
]

/** The manifests by file, one of them spoiled. */
function spoiled([file, place, value]: (typeof SPOILS)[number]): Record<string, Manifest> {
  const document: Document = load(file)
  const path = place.split('.').map(part => (/^\d+$/.test(part) ? Number(part) : part))
  // Labels have dots in their names, but no test spoils those.
  if (value === GONE) document.deleteIn(path)
  else document.setIn(path, value)
  return { ...sound, [file]: document.toJS() }
}

const sound: Record<string, Manifest> = Object.fromEntries(
  [...files, JOB].map(file => [file, load(file).toJS()])
)

t.test('the files are read whole, and kustomization.yaml names every one', async t => {
  for (const file of files) t.same([...load(file).errors, ...load(file).warnings], [], file)
  const { resources, images } = load(KUSTOMIZATION).toJS()
  t.same([...resources].sort(), [...files].sort())
  t.same(images[0].name, (sound['deployment.yaml'] as Deployment).spec.template.spec.containers[0].image)
})

t.test('the manifests keep to the published schemas, and a spoiled one does not', async t => {
  const bad = SPOILS.map(spoil => spoiled(spoil)[spoil[0]] as Manifest)
  const names = Object.keys(sound)
  const found = await faultsOf([...Object.values(sound), ...bad])
  for (const [index, file] of names.entries()) t.same(found[index], [], file)
  for (const [index, [file, place, , fault]] of SPOILS.entries()) {
    t.match(found[names.length + index]?.join('\n'), fault, `${file} ${place}`)
  }
})

t.test('the manifests agree with the service and with one another, and a misfit is found', async t => {
  t.same(disagreements(sound), [])
  for (const misfit of MISFITS) t.match(disagreements(spoiled(misfit)).join('\n'), misfit[3], misfit[1])
})

t.test('what else names addresses of the service names ones there are', async t => {
  const locations = [...read('deploy/nginx.conf').matchAll(/location = (\S+)/g)].map(([, path]) => path)
  const [, checked] = /127\.0\.0\.1:\$\{process\.env\.PORT\}(\/[\w/]+)/.exec(dockerfile) ?? []
  t.equal(locations.length, 1)
  for (const path of [...locations, checked]) t.hasProp(openapi.paths, path as string)
})

const PROMTOOL = '/usr/bin/promtool'
const MONITORING = 'deploy/monitoring'

interface Rule {
  alert: string
  expr: string
}

t.test('alerts and dashboard ask for what the service counts', async t => {
  const app = await build(t)
  const known = new Set(
    (await app.inject('/metrics')).body.match(/^# TYPE \S+/gm)?.map(line => line.slice('# TYPE '.length))
  )
  const alerts = parseDocument(read(`${MONITORING}/alerts.yaml`)).toJS() as {
    spec: { groups: { rules: Rule[] }[] }
  }
  const dashboard = JSON.parse(read(`${MONITORING}/dashboard.json`)) as {
    panels: { targets: { expr: string }[] }[]
  }
  const asked = [
    ...alerts.spec.groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)),
    ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))
  ]
  t.ok(asked.length > 10)
  for (const expr of asked) {
    for (const [, name = ''] of expr.matchAll(/([a-z_0-9]+)\{/g)) {
      t.ok(name === 'up' || known.has(name.replace(/_bucket$/, '')), `${name} is counted`)
    }
  }
  const monitor = parseDocument(read(`${MONITORING}/service-monitor.yaml`)).toJS()
  const service = load('service.yaml').toJS() as {
    metadata: { labels: unknown }
    spec: { ports: { name: string }[] }
  }
  t.same(monitor.spec.selector.matchLabels, service.metadata.labels)
  t.ok(service.spec.ports.some(({ name }) => name === monitor.spec.endpoints[0].port))

  const path = mkdtempSync(join(tmpdir(), 'alerts-'))
  t.after(() => rmSync(path, { recursive: true, force: true }))
  const file = join(path, 'rules.yaml')
  writeFileSync(file, stringify(alerts.spec))
  if (existsSync(PROMTOOL))
    t.match(execFileSync(PROMTOOL, ['check', 'rules', file], { encoding: 'utf8' }), 'SUCCESS')
})
