import { draftAct } from '@vc/api'
import { fromHex } from '@vc/crypto'
import { newestRecords, schema } from '@vc/db'
import { anchorChain } from '@vc/jobs'
import { encodeAnchor, kOfNScript, outputsOf, parseAnchor, parseChain } from '@vc/ledger'
import { and, eq } from 'drizzle-orm'
import { planRecord } from '../foundation/plan.ts'
import { networkOf } from '../operating-record.ts'
import { domainHandler } from '../run-promised.ts'
import { clock, paidFor, purseOf } from './foundation.ts'

const { acts } = schema
/** So long the authorities have to sign. */
const OPEN_MS = 30 * 86_400_000

/**
 * Drafts the record of a checkpoint of a community's chain (ledger.md 7): the operating key pays first; once a block has that, the
 * act waits for a majority of the keys that speak for the chain. Nothing is drafted when the ledger has a newer checkpoint by then.
 */
export const anchorChainHandler = domainHandler(anchorChain, async (asked, tx, deps) => {
  const { proposalId, organisationId, chainId, height, hash } = asked
  const own = and(eq(acts.subjectKind, 'anchor'), eq(acts.subjectId, proposalId))
  const [drafted] = await tx.select({ id: acts.id }).from(acts).where(own).limit(1)
  const [listed] = await newestRecords(tx, 'chain', chainId)
  const chain = listed && parseChain(listed.value)
  if (drafted || !chain) return
  const [newest] = await newestRecords(tx, 'anchor', chainId)
  if (newest && (parseAnchor(newest.value)?.height ?? 0n) >= BigInt(height)) return
  const guard = kOfNScript(Math.floor(chain.keys.length / 2) + 1, chain.keys)
  const value = encodeAnchor({ height: BigInt(height), hash: fromHex(hash) })
  const purse = purseOf(tx, deps, { kind: 'anchor-coin', id: proposalId })
  const plan = await planRecord(tx, purse, { table: 'anchor', key: fromHex(chainId), value }, guard)
  if (!plan) return
  const network = await networkOf(tx)
  const drafter = { clock, env: { network }, user: { organisationId } }
  const transaction = paidFor(plan, deps.operatingKey, network)
  await draftAct(tx, drafter, {
    kind: 'chain.anchor',
    subject: { kind: 'anchor', id: proposalId },
    legs: [{ transaction, named: outputsOf(plan.inputs), sign: { inputs: plan.asked, acceptances: [] } }],
    context: { chainId, height, hash },
    expiresAt: new Date(clock.nowMs() + OPEN_MS),
  })
})
