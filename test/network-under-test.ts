import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { actChallenge, encodeBase64url, fromHex } from '@vc/crypto'
import { startTestDatabase, type TestDatabase } from '@vc/db/testing'
import { configurationOf, decodeTransaction, sheetHashOf } from '@vc/ledger'
import { foundNetwork } from '../apps/launcher/src/found-network.ts'
import { type NodeProcess, startNode } from '../apps/node/test/node-process.ts'
import { startWorker } from '../apps/worker/src/worker.ts'
import { foundOrganisation } from '../packages/api/src/people/found-organisation.ts'
import type { Role } from '../packages/api/src/permissions.ts'
import {
  callSteppedUp,
  enrolPerson,
  TEST_ORIGIN,
  testAuthenticator,
  testBrowser,
  testDeps,
} from '../packages/api/src/testing.ts'

export type NetworkUnderTest = {
  readonly node: NodeProcess
  readonly database: TestDatabase
  readonly deps: ReturnType<typeof testDeps>
  readonly said: readonly string[]
  readonly stop: () => Promise<void>
}

/** A node, a database and a worker as they run in the house, for one test file. `traces`: a collector that the node sends to. */
export async function startNetworkUnderTest({
  traces,
}: {
  readonly traces?: string
} = {}): Promise<NetworkUnderTest> {
  const folder = mkdtempSync(join(tmpdir(), 'vc-road-'))
  const said: string[] = []
  const note = (facts: object, line: string) => said.push(`${line} ${JSON.stringify(facts)}`)
  const folders = { node: join(folder, 'node'), worker: join(folder, 'worker'), postgres: '' }
  await foundNetwork(folders, TEST_ORIGIN, Date.now())
  const node = await startNode(folders.node, traces ? { OTEL_EXPORTER_OTLP_ENDPOINT: traces } : {})
  const database = await startTestDatabase()
  const { network, parameters } = await node.client.status()
  const clock = { nowMs: () => Date.now(), advance: () => {} }
  const facts = { network: fromHex(network), configuration: configurationOf(parameters) }
  const deps = { ...testDeps(database.db, clock, facts), client: node.client }
  const settings = {
    ...{ databaseUrl: database.url, redisUrl: undefined, nodeUrl: node.url, dataDir: folders.worker },
    ...{ keyFile: join(folders.worker, 'operating.key'), concurrency: 2, logLevel: 'silent', failpoints: '' },
  }
  const worker = await startWorker(settings, { info: () => {}, warn: note, error: note })
  const stop = async () => {
    await worker.stop()
    node.kill('SIGTERM')
    await node.ended
    await database.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { node, database, deps, said, stop }
}

/** A person of a role in an organisation of their own, signed in. */
export async function person({ database, deps }: NetworkUnderTest, name: string, role: Role) {
  const founding = { name, nameZh: name, roles: [role] } as const
  const { token, organisationId } = await foundOrganisation(database.db, deps, founding)
  const browser = testBrowser(deps)
  const { key } = await enrolPerson(browser, token, name)
  return { browser, key, organisationId }
}
export type Person = Awaited<ReturnType<typeof person>>

export async function addActKey({ browser, key }: Person) {
  const { value } = await callSteppedUp(browser, key, 'actKeys.begin', { label: 'act' })
  const act = testAuthenticator()
  await browser.call('actKeys.finish', {
    response: act.create(value as { challenge: string; user: { id: string } }),
  })
  return act
}

/** Asks until it holds; tells what the worker said when it never does. */
export async function until<T>(
  { database, node, said }: NetworkUnderTest,
  ask: () => Promise<T | undefined | false>,
): Promise<T> {
  for (let tries = 0; tries < 600; tries += 1) {
    const answer = await ask()
    if (answer) return answer
    await sleep(100)
  }
  const open = await database.sql`select topic, attempts, last_error from outbox where done_at is null`
  const sent = await database.sql`select state, refusal, height from submissions`
  const { head, final, mempool } = await node.client.status()
  const facts = { open, sent, head: head.height, final: final.height, mempool, said: said.slice(-5) }
  throw new Error(`waited in vain: ${JSON.stringify(facts)}`)
}

type Begun = {
  transactions: string[]
  named: { element: 0 | 1 | 2; amount: string; script: string; layer: 0 | 1 | 2 }[][]
  required: { transaction: number; part: 'input'; index: number; key: string; sighash: string }[]
  network: string
  decimals: number
}
/** What the browser does: reads the bytes, computes the sheet, asks the act key. */
export async function sign({ browser }: Person, act: ReturnType<typeof testAuthenticator>, actId: string) {
  const begun = (await browser.ask('acts.begin', { actId })).value as Begun
  const signatures = begun.required.map(({ transaction, part, index, key, sighash }) => {
    const tx = decodeTransaction(fromHex(begun.transactions[transaction] ?? ''), 100_000)
    if (!tx.ok) throw new Error(tx.refusal.code)
    const named = (begun.named[transaction] ?? []).map((o) => ({
      ...o,
      amount: BigInt(o.amount),
      script: fromHex(o.script),
    }))
    const sheet = sheetHashOf(tx.value, named, { network: fromHex(begun.network), decimals: begun.decimals })
    const challenge = encodeBase64url(actChallenge(fromHex(sighash), sheet))
    const { authenticatorData, clientDataJSON, signature } = act.get({ challenge }).response
    const by = { authenticatorData, clientDataJSON, signature, sheetHash: encodeBase64url(sheet) }
    return { transaction, part, index, key, by }
  })
  return browser.call('acts.finish', { actId, signatures })
}
