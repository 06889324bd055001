import { fromHex, hash160, toHex } from '@vc/crypto'
import {
  type DbTransaction,
  findCursor,
  freeValueUnder,
  managementCreditOf,
  outpointsOf,
  outputAtOf,
  type RequiredSignature,
  reserveScripts,
  schema,
  unspentByNames,
} from '@vc/db'
import { draftWriteOff } from '@vc/jobs'
import { must } from '@vc/kernel'
import {
  DEBT_LAYER,
  encodeTransaction,
  inputDigest,
  type NamedOutput,
  type OutputAt,
  outputsOf,
  type PlacedOutput,
  parseStandard,
  selectValue,
  sheetHashOf,
  type Transaction,
  writeOff,
} from '@vc/ledger'
import { eq, sql } from 'drizzle-orm'
import { signInputsWith } from '../admission-bundle.ts'
import { loadAdmissionKeys } from '../admission-keys.ts'
import type { WorkerDeps } from '../deps.ts'
import { contextOf } from '../ledger-context.ts'
import { domainHandler } from '../run-promised.ts'

const { acts, creditWriteOffs } = schema
const OPEN_DAYS = 7
type Asked = typeof creditWriteOffs.$inferSelect
type Plan = {
  readonly managementCredit: OutputAt
  readonly reserve: readonly OutputAt[]
  readonly reserveScript: Uint8Array
  readonly debts: readonly OutputAt[]
}

/**
 * Drafts the transaction that writes bad lots off. Where the reserve's keys are software and at hand they sign now; else
 * the act asks their people, in the approvals, for as many as the reserve's script wants. The creditor's key signs last.
 */
export const draftWriteOffHandler = domainHandler(draftWriteOff, async ({ writeOffId }, tx, deps) => {
  const own = eq(creditWriteOffs.id, writeOffId)
  const [asked] = await tx.select().from(creditWriteOffs).where(own).for('update')
  if (!asked || asked.actId !== null || asked.refusal !== null) return
  const plan = await planOf(tx, asked)
  if (typeof plan === 'string') {
    await tx.update(creditWriteOffs).set({ refusal: plan }).where(own)
    return
  }
  await tx
    .update(creditWriteOffs)
    .set({ actId: await insertAct(tx, deps, asked, plan) })
    .where(own)
})

/** What the transaction names, or the code of what stands in the way. */
async function planOf(tx: DbTransaction, { lots, agentKey, amount }: Asked): Promise<Plan | string> {
  // Two drafts at once must not choose the same money.
  await tx.execute(sql`select pg_advisory_xact_lock(5643207)`)
  const debts = (await unspentByNames(tx, lots)).map(outputAtOf)
  if (debts.length !== lots.length) return 'debt-not-found'
  const [newest] = await reserveScripts(tx)
  if (newest === undefined) return 'reserve-missing'
  const [source] = await managementCreditOf(tx, toHex(hash160(fromHex(agentKey))))
  if (!source) return 'management-credit-short'
  const isAbove = debts.some(({ output }) => output.layer === DEBT_LAYER)
  const held = (await freeValueUnder(tx, fromHex(newest))).map(outputAtOf)
  // What is locked clears debt of both layers; a transaction in circulation can not touch it.
  const usable = held.filter(({ output }) => isAbove || output.layer !== DEBT_LAYER)
  const reserve = selectValue(usable, amount)
  if (!reserve.ok) return 'reserve-short'
  return {
    managementCredit: outputAtOf(source),
    reserve: reserve.value,
    reserveScript: fromHex(newest),
    debts,
  }
}

async function insertAct(tx: DbTransaction, deps: WorkerDeps, asked: Asked, plan: Plan): Promise<string> {
  const context = contextOf(must(await findCursor(tx), 'the worker follows a chain'))
  const { managementCredit, reserve, debts } = plan
  const named = outputsOf([managementCredit, ...reserve, ...debts])
  const sheet = (one: Transaction, of: readonly NamedOutput[]) =>
    context.actSheets ? sheetHashOf(one, of, context) : new Uint8Array(32)
  const keys = (await loadAdmissionKeys(deps.dataDir))?.keys ?? []
  const kept = reserve.map((_, i) => i + 1)
  const order = { network: context.network, sheetHashOf: sheet }
  const signed = signInputsWith(keys, { tx: writeOff(plan), named }, order, kept)
  const open = kept.filter((index) => !isSigned(signed, named, index))
  const witnesses = signed.witnesses.map((items, index) => (open.includes(index) ? [] : items))
  const transaction = { ...signed, witnesses }
  const agentHash = toHex(hash160(fromHex(asked.agentKey)))
  const required = [
    partOf(transaction, named, context.network, 0, agentHash, asked.personId),
    ...open.flatMap((index) => keeperParts(transaction, named, context.network, index)),
  ]
  const rows = await tx
    .insert(acts)
    .values({
      ...{ kind: 'credit.write-off', subjectKind: 'credit-write-off', subjectId: asked.id },
      transactions: [toHex(encodeTransaction(transaction))],
      named: [named.map(storedOutput)],
      outpoints: outpointsOf([transaction]),
      ...{ required, createdBy: asked.organisationId },
      expiresAt: sql`now() + ${OPEN_DAYS} * interval '1 day'`,
    })
    .returning({ id: acts.id })
  return must(rows[0], 'an inserted row comes back').id
}

const storedOutput = ({ element, amount, script, layer }: PlacedOutput) => {
  return { element, amount: amount.toString(), script: toHex(script), layer }
}

/** Whether an input has as many signatures as its script wants. */
function isSigned({ witnesses }: Transaction, named: readonly PlacedOutput[], index: number): boolean {
  const script = parseStandard(must(named[index], 'the input names an output').script)
  const items = witnesses[index] ?? []
  const need = script?.name === 'k-of-n' ? script.k : 1
  return items.filter(({ length }) => length > 0).length >= need
}

/** The keys that may open an input of the reserve: any `k` of them are enough. */
function keeperParts(
  transaction: Transaction,
  named: readonly PlacedOutput[],
  network: Uint8Array,
  index: number,
): readonly RequiredSignature[] {
  const script = parseStandard(must(named[index], 'the input names an output').script)
  if (script?.name === 'key-hash')
    return [partOf(transaction, named, network, index, toHex(script.hash), null)]
  if (script?.name !== 'k-of-n') return []
  const set = { name: `0-${index}`, need: script.k }
  return script.keys.map((key) => ({ ...partOf(transaction, named, network, index, toHex(key), null), set }))
}

function partOf(
  tx: Transaction,
  named: readonly PlacedOutput[],
  network: Uint8Array,
  index: number,
  key: string,
  signer: string | null,
): RequiredSignature {
  const sighash = toHex(inputDigest({ tx, named, network }, index))
  return { transaction: 0, part: 'input', index, key, sighash, signer }
}
