import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fromHex, hash160, schnorrPublicKey, sha256, toHex, utf8 } from '@vc/crypto'
import { schema } from '@vc/db'
import { organisations, people } from '@vc/db/identity'
import { startTestDatabase, type TestDatabase } from '@vc/db/testing'
import { must } from '@vc/kernel'
import {
  CIRCULATION,
  CREDIT,
  DEBT,
  decodeTransaction,
  keyHashScript,
  kOfNScript,
  MANAGEMENT,
  parseStandard,
  standardDebtScript,
  VALUE,
} from '@vc/ledger'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { softwareKeys } from '../admission-keys.ts'
import type { WorkerDeps } from '../deps.ts'
import { draftWriteOffHandler } from './draft-write-off.ts'

const { acts, creditWriteOffs, outputs, projectionCursor, records } = schema
const party = { rpId: 'localhost', origin: 'http://localhost' }
const secrets = ['a', 'b', 'c'].map((name) => sha256(utf8(name)))
const keepers = secrets.map((secret) => must(softwareKeys(secret, party)[0], 'an authenticator').publicKey)
const reserve = kOfNScript(2, keepers)
const agent = toHex(must(softwareKeys(sha256(utf8('agent')), party)[0], 'an authenticator').publicKey)
const debtor = hash160(schnorrPublicKey(sha256(utf8('debtor'))))
const txid = (n: number) => n.toString(16).padStart(64, '0')

let database: TestDatabase
beforeAll(async () => {
  database = await startTestDatabase()
}, 120_000)
afterAll(() => database?.stop())
beforeEach(async () => {
  await database.sql`truncate outputs, records, projection_cursor`
  // What only grows refers to acts, so these are not truncated.
  for (const table of ['credit_write_offs', 'acts']) await database.sql`delete from ${database.sql(table)}`
})

/** A bad lot of 500 and a reserve of `held`; the creditor has asked for the lot. */
async function asked(held: bigint): Promise<string> {
  const { db } = database
  const place = { index: 0, kind: 0, createdHeight: 1 }
  const agentHash = toHex(hash160(fromHex(agent)))
  await db.insert(outputs).values([
    {
      ...{ ...place, txid: txid(1), layer: MANAGEMENT, element: CREDIT, amount: 10_000n, keyHash: agentHash },
      ...{ script: keyHashScript(fromHex(agentHash)), standard: 'key-hash' },
    },
    {
      ...{ ...place, txid: txid(2), layer: CIRCULATION, element: VALUE, amount: held },
      ...{ script: reserve, standard: must(parseStandard(reserve), 'a standard script').name },
    },
    {
      ...{ ...place, txid: txid(3), layer: CIRCULATION, element: DEBT, amount: 500n, keyHash: toHex(debtor) },
      ...{ script: standardDebtScript(debtor, 5), standard: 'standard-debt', expiryHeight: 5 },
    },
  ])
  const pair = { table: 'reserve', key: toHex(utf8('bad-debt')), value: reserve, newest: true }
  await db.insert(records).values({ ...pair, height: 0, index: 0, txid: txid(4) })
  const heights = { height: 90, headHeight: 90, justifiedHeight: 88, finalHeight: 86 }
  await db
    .insert(projectionCursor)
    .values({ id: 1, network: txid(7), hash: txid(8), ...heights, parameters: {} })
  const names = { name: crypto.randomUUID(), nameZh: '授信机构', roles: ['authority'] }
  const [organisation] = await db.insert(organisations).values(names).returning()
  const handle = { name: 'Wang Wei', userHandle: crypto.getRandomValues(new Uint8Array(32)) }
  const [person] = await db.insert(people).values(handle).returning()
  const who = { organisationId: must(organisation, 'made').id, personId: must(person, 'made').id }
  const what = {
    root: txid(3),
    lots: [`${txid(3)}:0`],
    amount: 500n,
    grounds: 'Nothing left',
    agentKey: agent,
  }
  const row = { ...who, ...what, commandKey: crypto.randomUUID(), createdAt: new Date(0) }
  const [made] = await db.insert(creditWriteOffs).values(row).returning()
  return must(made, 'made').id
}

/** Runs the job in a data folder that has the keepers' keys, or none. */
async function work(writeOffId: string, hasKeys: boolean) {
  const dataDir = await mkdtemp(join(tmpdir(), 'valuecyber-write-off-'))
  const file = { software: true, ...party, secrets: secrets.map(toHex) }
  if (hasKeys) await writeFile(join(dataDir, 'admission-keys.json'), JSON.stringify(file))
  const handler = draftWriteOffHandler({ db: database.db, dataDir } as WorkerDeps)
  await handler.run({ writeOffId }, {})
  const own = eq(creditWriteOffs.id, writeOffId)
  const [row] = await database.db.select().from(creditWriteOffs).where(own)
  const [act] = row?.actId ? await database.db.select().from(acts).where(eq(acts.id, row.actId)) : []
  return { row: must(row, 'it is there'), act }
}

test('where the keepers have software keys two of them sign at once, and the act waits for the creditor alone', async () => {
  const { act } = await work(await asked(800n), true)
  expect(act?.required.map(({ index }) => index)).toEqual([0])
  const decoded = decodeTransaction(fromHex(act?.transactions[0] ?? ''), 100_000)
  const tx = must(decoded.ok ? decoded.value : undefined, 'a transaction')
  expect(tx.outputs.map(({ amount }) => amount)).toEqual([300n])
  expect(tx.witnesses[1]?.filter(({ length }) => length > 0)).toHaveLength(2)
  expect(tx.witnesses[2]).toEqual([new Uint8Array(0)])
})

test('where their keys are hardware the act asks any two of the three, and the creditor', async () => {
  const { act } = await work(await asked(500n), false)
  expect(act?.required.map(({ index, set }) => [index, set?.need])).toEqual([
    [0, undefined],
    [1, 2],
    [1, 2],
    [1, 2],
  ])
})

test('a reserve that does not hold enough is told, nothing is drafted, and a second run changes nothing', async () => {
  const id = await asked(499n)
  for (const _ of [1, 2]) {
    const { row, act } = await work(id, true)
    expect([row.refusal, act]).toEqual(['reserve-short', undefined])
  }
})
