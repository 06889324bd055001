import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

// docker-compose.yml without an engine: what can be known of it from its text and from what the services read.

const root = join(import.meta.dirname, '..')
const text = (path: string) => readFileSync(join(root, path), 'utf8')
const yaml = text('docker-compose.yml')

const service = z.looseObject({
  image: z.string(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  healthcheck: z
    .looseObject({ test: z.array(z.string()).optional(), disable: z.boolean().optional() })
    .optional(),
  depends_on: z.record(z.string(), z.looseObject({ condition: z.string() })).default({}),
  restart: z.string(),
  network_mode: z.string().optional(),
  networks: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  volumes: z
    .array(z.union([z.string(), z.looseObject({ source: z.string(), target: z.string() })]))
    .default([]),
})
const compose = z.looseObject({
  services: z.record(z.string(), service),
  networks: z.record(z.string(), z.unknown()),
  volumes: z.record(z.string(), z.unknown()),
})
const { services, networks, volumes } = compose.parse(parse(yaml, { merge: true }))
const all = Object.entries(services)
const nodes = all.filter(([name]) => name.startsWith('node-'))
const built = all.filter(([, { image }]) => image === 'valuecyber:local')

test('there are four nodes, portal, worker, PostgreSQL and Redis, and every image says its version', () => {
  expect(nodes).toHaveLength(4)
  expect(Object.keys(services)).toEqual(expect.arrayContaining(['portal', 'worker', 'postgres', 'redis']))
  for (const [, { image }] of all) expect(image).toMatch(/^[a-z]+:(?!latest)[a-z0-9.]+$/)
})

test('what the services run is there', () => {
  for (const [name, { command = [] }] of built) {
    const [program, file = ''] = command
    expect([name, program]).toEqual([name, 'node'])
    if (!file.includes('.next/')) expect([file, existsSync(join(root, file))]).toEqual([file, true])
  }
})

test('each service that answers somebody is asked how it is, by something that is there', () => {
  for (const [name, { healthcheck, restart }] of all) {
    if (restart === 'no' || healthcheck?.disable) continue
    expect([name, healthcheck?.test?.[0]]).toEqual([name, 'CMD'])
    const [, program, file = ''] = healthcheck?.test ?? []
    if (program === 'node') expect(existsSync(join(root, file))).toBe(true)
  }
  expect(all.filter(([, { healthcheck }]) => healthcheck?.disable).map(([name]) => name)).toEqual(['worker'])
})

test('who waits for another waits for one that exists, and for its health only when it has any', () => {
  for (const [, { depends_on }] of all) {
    for (const [other, { condition }] of Object.entries(depends_on)) {
      const found = services[other]
      expect(found).toBeDefined()
      if (condition === 'service_healthy') expect(found?.healthcheck?.test).toBeDefined()
      if (condition === 'service_completed_successfully') expect(found?.restart).toBe('no')
    }
  }
})

test('each variable is one that its service reads', () => {
  const reads: Record<string, readonly string[]> = {
    node: ['apps/node/src/env.ts'],
    worker: ['apps/worker/src/env.ts'],
    portal: ['apps/portal/src/server/env.ts', 'apps/launcher/src/open-network.ts'],
    found: ['apps/launcher/src/found-cli.ts'],
    verifier: ['apps/verifier/src/server/env.ts'],
    invite: ['apps/launcher/src/invite-cli.ts', 'apps/worker/src/env.ts'],
  }
  for (const [name, { environment }] of built) {
    const sources = (reads[name.replace(/-\d$/, '')] ?? []).map(text).join('\n')
    const unknown = Object.keys(environment).filter(
      (variable) => !new RegExp(`\\b${variable}\\b`).test(sources),
    )
    expect([name, unknown]).toEqual([name, []])
  }
})

test('what may be set from outside stands in .env.example and has a default', () => {
  const asked = [...yaml.matchAll(/\$\{([A-Z_]+)(:-[^}]*)?\}/g)]
  expect(asked.length).toBeGreaterThan(0)
  for (const [whole, name, otherwise] of asked) {
    expect([whole, new RegExp(`^${name}=`, 'm').test(text('.env.example'))]).toEqual([whole, true])
    expect([whole, otherwise]).not.toEqual([whole, undefined])
  }
})

test('networks and volumes are declared; nothing is reached from other machines', () => {
  for (const [, one] of all) {
    for (const name of one.networks) expect(Object.keys(networks)).toContain(name)
    const sources = one.volumes.map((volume) =>
      typeof volume === 'string' ? volume.split(':')[0] : volume.source,
    )
    for (const source of sources) expect(Object.keys(volumes)).toContain(source)
    for (const port of one.ports) expect(port).toMatch(/^127\.0\.0\.1:/)
    const shared = /^service:(.+)$/.exec(one.network_mode ?? '')?.[1]
    if (shared !== undefined) expect(Object.keys(services)).toContain(shared)
  }
})

test('no service of ours is root, writes to its image, or may become more than it is', () => {
  for (const [name, one] of built) {
    expect([name, one.user, one.read_only, one.cap_drop]).toEqual([name, 'node', true, ['ALL']])
    expect([name, one.security_opt]).toEqual([name, ['no-new-privileges:true']])
  }
})

test('every node has a folder of its own and listens for peers', () => {
  const folders = nodes.map(([, { volumes }]) => JSON.stringify(volumes))
  expect(new Set(folders).size).toBe(4)
  for (const [, { environment }] of nodes)
    expect(environment.NODE_LISTEN).toMatch(/^\/ip4\/0\.0\.0\.0\/tcp\/\d+$/)
})
