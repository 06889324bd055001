import { draftAct, judgeProducersAfter, signBySoftware } from '@vc/api'
import { actChallenge, fromHex, schnorrPublicKey, toHex } from '@vc/crypto'
import { type DbTransaction, findCursor, schema } from '@vc/db'
import { prepareFoundation } from '@vc/jobs'
import { must } from '@vc/kernel'
import { kOfNScript, outputsOf, sheetHashOf, signInput } from '@vc/ledger'
import { and, eq } from 'drizzle-orm'
import { type AdmissionKeys, loadAdmissionKeys } from '../admission-keys.ts'
import type { WorkerDeps } from '../deps.ts'
import { type Plan, type Purse, planFoundation } from '../foundation/plan.ts'
import { coinUnder, commitmentFor, type Subject } from '../operating-record.ts'
import { domainHandler } from '../run-promised.ts'

export const clock = { nowMs: () => Date.now() }

/**
 * Drafts what was proposed to a foundation group: the operating key pays first; once a block has that, the act waits in
 * the inbox of everybody whose key it asks for. Founders' keys in software sign where people are too few.
 */
export const prepareFoundationHandler = domainHandler(
  prepareFoundation,
  async ({ proposalId, organisationId, ask }, tx, deps) => {
    if (await isDrafted(tx, proposalId)) return
    const plan = await planFoundation(tx, purseOf(tx, deps, { kind: 'foundation-coin', id: proposalId }), ask)
    if (!plan) return
    const { network } = await contextOf(tx)
    const drafter = { clock, env: { network }, user: { organisationId } }
    const transaction = paidFor(plan, deps.operatingKey, network)
    const named = outputsOf(plan.inputs)
    const actId = await draftAct(tx, drafter, {
      kind: ask.kind,
      subject: { kind: 'foundation', id: proposalId },
      legs: [{ transaction, named, sign: { inputs: plan.asked, acceptances: [] } }],
      context: { ask },
    })
    // Software signs nothing that people would be refused: the act waits for them then, and they read why.
    const judged = await judgeProducersAfter(tx, deps, [{ transaction, named }])
    if (judged.ok) await signByFounders(tx, deps, actId)
  },
)

/** Founders' keys in software, where there are any, sign an act as far as people are too few. */
export async function signByFounders(
  tx: DbTransaction,
  { dataDir }: Pick<WorkerDeps, 'dataDir'>,
  actId: string,
): Promise<void> {
  const keys = await loadAdmissionKeys(dataDir)
  if (!keys) return
  const { network, decimals, actSheets } = await contextOf(tx)
  await signBySoftware(tx, actId, new Date(clock.nowMs()), ({ key, leg, sighash }) => {
    const sheet = actSheets
      ? sheetHashOf(leg.transaction, leg.named, { network, decimals })
      : new Uint8Array(32)
    return signedBy(keys, key, fromHex(sighash), sheet)
  })
}

async function isDrafted(tx: DbTransaction, proposalId: string): Promise<boolean> {
  const { acts } = schema
  const own = and(eq(acts.subjectKind, 'foundation'), eq(acts.subjectId, proposalId))
  const [known] = await tx.select({ id: acts.id }).from(acts).where(own).limit(1)
  return known !== undefined
}

/** The fee's coin stands under one key of one, where nothing that looks for free coins finds it. */
export function purseOf(tx: DbTransaction, { operatingKey }: WorkerDeps, subject: Subject): Purse {
  const own = kOfNScript(1, [schnorrPublicKey(operatingKey)])
  return {
    own,
    fee: () => coinUnder(tx, operatingKey, own, subject),
    commitment: (write, guard) => commitmentFor(tx, operatingKey, { ...write, guard }, subject),
  }
}

/** Signs what the operating key opens: its coin, or a commitment that it guards itself. */
export function paidFor({ transaction, inputs, asked }: Plan, secret: Uint8Array, network: Uint8Array) {
  const named = outputsOf(inputs)
  const own = toHex(schnorrPublicKey(secret))
  return inputs.reduce((tx, { output }, index) => {
    const isOwn = !asked.includes(index) && toHex(output.script).includes(own)
    return isOwn ? signInput({ tx, named, network, index, secret }) : tx
  }, transaction)
}

async function contextOf(tx: DbTransaction) {
  const { network, parameters } = must(await findCursor(tx), 'the worker follows a chain')
  const { decimals, actSheets } = parameters
  return {
    network: fromHex(network),
    decimals: typeof decimals === 'number' ? decimals : 2,
    actSheets: actSheets !== false,
  }
}

function signedBy({ keys }: AdmissionKeys, asked: string, sighash: Uint8Array, sheet: Uint8Array) {
  const key = keys.find(({ publicKey }) => toHex(publicKey) === asked)
  if (!key) return undefined
  const item = key.assertAct
    ? key.assertAct(actChallenge(sighash, sheet), sheet)
    : must(key.sign, 'a key signs in one way')(sighash)
  return { key: key.publicKey, item }
}
