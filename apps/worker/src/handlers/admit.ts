import { LEDGER_FEE } from '@vc/admission'
import { accountFault, equalBytes, fromHex, hash160, parseExtendedKey, taggedHash, toHex } from '@vc/crypto'
import {
  type DbTransaction,
  findCursor,
  newestRecords,
  outputAtOf,
  queueSubmission,
  schema,
  unspentByKeyHash,
} from '@vc/db'
import { memberships, passkeys, sealedSeeds } from '@vc/db/identity'
import { admit } from '@vc/jobs'
import { must } from '@vc/kernel'
import {
  ACCOUNT_ACTIVE,
  CIRCULATION,
  CREDIT,
  encodeAccount,
  encodeAgent,
  keyHashScript,
  kOfNScript,
  MANAGEMENT,
  type OutputAt,
  POWER_ADMIT,
  POWER_CREDIT,
  parseStandard,
  selectValue,
  sheetHashOf,
  VALUE,
} from '@vc/ledger'
import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { admissionCost, type Grant, type PairWrite, signAdmission } from '../admission-bundle.ts'
import { type AdmissionKeys, loadAdmissionKeys, type SoftwareKey, schnorrKey } from '../admission-keys.ts'
import type { WorkerDeps } from '../deps.ts'
import { contextOf } from '../ledger-context.ts'
import { domainHandler } from '../run-promised.ts'

const { admissions, outputs } = schema
const UNITS_OF_A_CEILING = 1024n

/** What stands in the way for now; the row is tried again. */
class NotYetAdmittedError extends Error {}

/** What one admission writes: pairs in order, grants, and the salt that opens an account's commitment. */
type Plan = {
  readonly pairs: readonly PairWrite[]
  readonly grants: readonly Grant[]
  readonly salt?: Uint8Array
}
type Office = {
  readonly keys: AdmissionKeys
  readonly roster: readonly Uint8Array[]
  readonly guard: Uint8Array
}

/**
 * Puts a holder's account or an authority's agent on the ledger with the admission group's software keys. On a network
 * whose keys are hardware the subject waits for its people. Once a subject is on its way, asking again changes nothing.
 */
export const admitHandler = domainHandler(admit, async ({ subject }, tx, deps) => {
  await tx.execute(sql`select pg_advisory_xact_lock(5643203)`)
  const [known] = await tx.select().from(admissions).where(eq(admissions.subject, subject))
  if (known !== undefined && known.state !== 'waiting' && known.state !== 'refused') return
  const [kind = '', id = ''] = subject.split(':')
  const table = kind === 'account' ? 'account' : 'agent'
  if ((await newestRecords(tx, table, id)).length > 0)
    return keep(tx, subject, { state: 'final', reason: null })
  const keys = await loadAdmissionKeys(deps.dataDir)
  if (!keys) return keep(tx, subject, { state: 'waiting', reason: 'admission-by-people' })
  const office = await officeOf(deps, keys)
  if (!office) return keep(tx, subject, { state: 'waiting', reason: 'admission-keys-foreign' })
  const plan = kind === 'account' ? await planAccount(tx, office, id) : await planAgent(tx, office, id)
  if (typeof plan === 'string') return keep(tx, subject, { state: 'refused', reason: plan })
  await send(tx, deps, office, subject, plan)
})

async function keep(
  tx: DbTransaction,
  subject: string,
  change: Partial<typeof admissions.$inferInsert> & Pick<typeof admissions.$inferInsert, 'state'>,
): Promise<void> {
  const set = { ...change, updatedAt: sql`now()` }
  await tx
    .insert(admissions)
    .values({ subject, ...change })
    .onConflictDoUpdate({ target: admissions.subject, set })
}

/** The keys at hand are enough for the admission group when a majority of its roster is among them. */
async function officeOf({ client }: WorkerDeps, keys: AdmissionKeys): Promise<Office | undefined> {
  const found = await client.roster('admission')
  if (!found) throw new NotYetAdmittedError('the node knows no admission group')
  const roster = found.keys.map(fromHex)
  const need = Math.floor(roster.length / 2) + 1
  const held = roster.filter((key) => keys.keys.some(({ publicKey }) => equalBytes(publicKey, key)))
  return held.length < need ? undefined : { keys, roster, guard: kOfNScript(need, roster) }
}

/** The software key that admits accounts: the first of the roster that is at hand. */
function admittingKey({ keys, roster }: Office): SoftwareKey {
  const isHeld = (publicKey: Uint8Array) => roster.some((key) => equalBytes(key, publicKey))
  return must(
    keys.keys.find(({ publicKey }) => isHeld(publicKey)),
    'the office holds keys of the roster',
  )
}

async function planAccount(tx: DbTransaction, office: Office, accountId: string): Promise<Plan | string> {
  const [seed] = await tx
    .select()
    .from(sealedSeeds)
    .where(eq(sealedSeeds.accountId, fromHex(accountId)))
    .orderBy(asc(sealedSeeds.createdAt))
    .limit(1)
  if (!seed) return 'account-unknown'
  const { xpub } = seed
  const fault = accountFault({ accountId, xpub, debtKeyHash: toHex(seed.debtKeyHash) })
  if (fault) return fault
  const extended = must(parseExtendedKey(xpub ?? ''), 'an account derives from its extended key')
  const agent = admittingKey(office).publicKey
  const salt = crypto.getRandomValues(new Uint8Array(32))
  const commitment = taggedHash('vdn/account', salt, extended.chainCode, extended.publicKey)
  const value = encodeAccount({ debtKeyHash: seed.debtKeyHash, commitment, status: ACCOUNT_ACTIVE, agent })
  const guard = keyHashScript(hash160(agent))
  const account: PairWrite = { table: 'account', key: fromHex(accountId), value, guard }
  return { pairs: [...(await admittingAgent(tx, office, agent)), account], grants: [], salt }
}

/** The record that lets the admitting key admit, when the ledger has none. While it is on its way, others wait. */
async function admittingAgent(
  tx: DbTransaction,
  office: Office,
  key: Uint8Array,
): Promise<readonly PairWrite[]> {
  const id = toHex(key)
  if ((await newestRecords(tx, 'agent', id)).length > 0) return []
  const [known] = await tx
    .select()
    .from(admissions)
    .where(eq(admissions.subject, `agent:${id}`))
  if (known?.state === 'submitted') throw new NotYetAdmittedError('the admitting agent is on its way')
  const value = encodeAgent({ parent: new Uint8Array(0), ceiling: 0n, powers: POWER_ADMIT })
  return [{ table: 'agent', key, value, guard: office.guard }]
}

async function planAgent(tx: DbTransaction, office: Office, id: string): Promise<Plan | string> {
  const key = fromHex(id)
  const [member] = await tx
    .select({ id: memberships.id })
    .from(passkeys)
    .innerJoin(memberships, eq(memberships.personId, passkeys.personId))
    .where(
      and(
        eq(passkeys.actKey, key),
        isNull(passkeys.revokedAt),
        eq(memberships.role, 'authority'),
        eq(memberships.status, 'active'),
      ),
    )
    .limit(1)
  if (!member) return 'no-authority'
  const cursor = must(await findCursor(tx), 'the node answered, so blocks are projected')
  const unit = BigInt(String(cursor.parameters.creditUnit ?? 1_000_000))
  const ceiling = office.keys.ceiling ?? unit * UNITS_OF_A_CEILING
  const source = await sourceOf(tx, office, ceiling)
  if (!source) throw new NotYetAdmittedError('no management credit of the group holds the ceiling now')
  const value = encodeAgent({ parent: new Uint8Array(0), ceiling, powers: POWER_CREDIT })
  const pair: PairWrite = { table: 'agent', key, value, guard: office.guard }
  return { pairs: [pair], grants: [{ source, agentKeyHash: hash160(key), ceiling }] }
}

/** The smallest free output of the group's management credit that holds the ceiling and that our keys open. */
async function sourceOf(tx: DbTransaction, office: Office, ceiling: bigint): Promise<OutputAt | undefined> {
  const rows = await tx
    .select()
    .from(outputs)
    .where(
      and(
        eq(outputs.element, CREDIT),
        eq(outputs.layer, MANAGEMENT),
        isNull(outputs.spentHeight),
        sql`${outputs.amount} >= ${ceiling}`,
        sql`not exists (select 1 from ${schema.submissions} s where s.state in ('queued', 'submitted')
          and s.outpoints @> array[${outputs.txid} || ':' || ${outputs.index}])`,
      ),
    )
    .orderBy(asc(outputs.amount))
  const isOurs = (script: Uint8Array) => {
    const parsed = parseStandard(script)
    if (parsed?.name !== 'k-of-n') return false
    const held = parsed.keys.filter((key) => office.keys.keys.some((one) => equalBytes(one.publicKey, key)))
    return held.length >= parsed.k
  }
  const row = rows.find(({ script }) => isOurs(script))
  return row && outputAtOf(row)
}

async function send(
  tx: DbTransaction,
  deps: WorkerDeps,
  office: Office,
  subject: string,
  plan: Plan,
): Promise<void> {
  const cursor = must(await findCursor(tx), 'the node answered, so blocks are projected')
  const operatingKey = schnorrKey(deps.operatingKey)
  const order = { ...plan, fee: LEDGER_FEE }
  const owner = toHex(hash160(operatingKey.publicKey))
  const coins = await unspentByKeyHash(tx, owner, { element: VALUE, layer: CIRCULATION, free: true })
  const values = selectValue(coins.map(outputAtOf), admissionCost(order))
  if (!values.ok) throw new NotYetAdmittedError(`operating key: ${JSON.stringify(values.refusal)}`)
  const context = contextOf(cursor)
  const { prepare, writes } = signAdmission({
    ...order,
    network: context.network,
    sheetHashOf: (transaction, named) =>
      context.actSheets ? sheetHashOf(transaction, named, context) : new Uint8Array(32),
    values: values.value,
    operatingKey,
    keys: office.keys.keys,
  })
  const commitment = { kind: 'admission-commitment', id: subject }
  await queueSubmission(tx, { transactions: [prepare], subject: commitment })
  const admission = { kind: 'admission', id: subject }
  const submissionId = await queueSubmission(tx, { transactions: writes, subject: admission })
  const sent = { state: 'submitted', submissionId, reason: null } as const
  for (const { table, key } of plan.pairs) await keep(tx, `${table}:${toHex(key)}`, sent)
  if (plan.salt) await keep(tx, subject, { ...sent, salt: plan.salt })
}
