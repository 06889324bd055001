import { LEDGER_FEE } from '@vc/admission'
import { splitRewards } from '@vc/consensus'
import { equalBytes, fromHex, hash160, toHex } from '@vc/crypto'
import { outputAtOf, queueSubmission, schema, sharePayments, termsOfProducers, unsharedRewards } from '@vc/db'
import { must } from '@vc/kernel'
import { decodeTransaction, encodeTransaction, keyHashScript, payShares, txidOf } from '@vc/ledger'
import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { askNode } from '../../ask-node.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { hexInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { judgedStakes, stakeRules, sumOf } from './stakes.ts'
import { ownProducer } from './terms.ts'

const { stakePayments } = schema
/** So many rewards fit into one transaction with room for those who are paid. */
const MOST_REWARDS = 400
const MOST_BYTES = 100_000

/** Rewards that were not shared yet, of final blocks only, and how they are split. */
type Statement = Awaited<ReturnType<typeof statementOf>>

/**
 * The portal's producer: what its rewards since the last payment come to and who gets what of them, the terms that it
 * published, and the payments so far. Amounts in smallest units; `rest` stays with the producer.
 */
export const deskRoute = allowed('stake.produce', reads).query(async ({ ctx }) => {
  const producerKey = await ownProducer(ctx)
  const terms = await termsOfProducers(ctx.db, producerKey)
  const { rewards, shares, ...statement } = await statementOf(ctx.db, producerKey)
  const paid = await sharePayments(ctx.db, eq(stakePayments.producerKey, producerKey))
  return {
    ...{ producerKey, fee: LEDGER_FEE, ...statement, shares },
    rewards: sumOf(rewards),
    count: rewards.length,
    rest: shares.length === 0 ? sumOf(rewards) : sumOf(rewards) - sumOf(shares) - LEDGER_FEE,
    terms: terms.map(({ terms: { id, share, fromHeight, createdAt } }) => ({
      ...{ id, share, fromHeight, createdAt },
    })),
    payments: paid.map(({ payment, submission }) => ({
      ...payment,
      state: submission?.state ?? 'queued',
      refusal: submission?.refusal ?? null,
    })),
  }
})

async function statementOf(db: DbOrTransaction, producerKey: string, most?: number) {
  const rules = await stakeRules(db)
  const after = await paidUpTo(db, producerKey)
  const found = await rewardsAfter(db, producerKey, {
    ...{ after, to: Math.min(most ?? rules.finalHeight, rules.finalHeight) },
  })
  const own = scriptOf(producerKey)
  const judged = await judgedStakes(db, rules, after)
  const stakes = judged.flatMap(({ standing, matureHeight, spentHeight, amount, owner, ...stake }) => {
    if (stake.producerKey !== producerKey || standing === 'plain' || matureHeight === null) return []
    return [{ owner, amount, from: matureHeight, until: spentHeight }]
  })
  const rewards = found.rewards.map((row) => ({ ...row, height: row.createdHeight }))
  const terms = (await termsOfProducers(db, producerKey)).map((row) => ({
    from: row.terms.fromHeight,
    share: row.terms.share,
  }))
  const isWorth = sumOf(rewards) > LEDGER_FEE
  const shares = isWorth ? splitRewards({ stakes, rewards, terms, fee: LEDGER_FEE }) : []
  return { after, to: found.to, rewards, shares: shares.filter(({ owner }) => owner !== toHex(own)) }
}

const scriptOf = (producerKey: string) => keyHashScript(hash160(fromHex(producerKey)))

/** The height up to which shares are paid or on their way; −1 before the first payment. */
async function paidUpTo(db: DbOrTransaction, producerKey: string): Promise<number> {
  const paid = await sharePayments(db, eq(stakePayments.producerKey, producerKey))
  const [last] = paid.filter(({ submission }) => submission?.state !== 'refused')
  return last?.payment.toHeight ?? -1
}

/** Rewards of whole blocks: where there are too many for one transaction the range ends before. */
async function rewardsAfter(
  db: DbOrTransaction,
  producerKey: string,
  { after, to }: { readonly after: number; readonly to: number },
) {
  const keyHash = toHex(hash160(fromHex(producerKey)))
  const rows = await unsharedRewards(db, { keyHash, after, to, most: MOST_REWARDS + 1 })
  const next = rows[MOST_REWARDS]
  const last = next === undefined ? to : next.createdHeight - 1
  return { to: last, rewards: rows.filter(({ createdHeight }) => createdHeight <= last) }
}

/**
 * Pays the shares of a range of blocks in one transaction that the producer's node signs. A range is paid once: asked again
 * it is the same payment, since it spends the very rewards. Refuses `not-a-producer`, `node-unreachable`, `statement-moved`
 * when the range is another by now, `nothing-to-share`, and what the node refuses to sign.
 */
export const payRoute = allowed('stake.produce', {
  stepUp: 'key',
  idempotency: 'same-result',
  audit: 'decision',
  rate: 'act',
})
  .input(z.strictObject({ producerKey: hexInput(32), after: z.int().min(-1), to: z.int().min(0) }))
  .mutation(async ({ ctx, input }) => {
    if ((await ownProducer(ctx)) !== input.producerKey) throw refusalToError({ code: 'not-a-producer' })
    const paid = await ctx.db.transaction((tx) => pay(tx, ctx, input))
    if (paid.submissionId) await ctx.wake('submit', `submit-${paid.submissionId}`)
    return { txid: paid.txid }
  })

type Range = { readonly producerKey: string; readonly after: number; readonly to: number }

async function pay(tx: DbOrTransaction, ctx: MemberContext, range: Range) {
  const { producerKey, after, to } = range
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`shares ${producerKey}`}, 0))`)
  const known = await sharePayments(tx, eq(stakePayments.producerKey, producerKey))
  const same = known.find((row) => row.payment.afterHeight === after && row.submission?.state !== 'refused')
  if (same) return { txid: same.payment.txid, submissionId: null }
  const statement = await statementOf(tx, producerKey, to)
  if (statement.after !== after || statement.to !== to) throw refusalToError({ code: 'statement-moved' })
  if (statement.shares.length === 0) throw refusalToError({ code: 'nothing-to-share' })
  const transaction = await signedByProducer(ctx, statement, producerKey)
  const txid = toHex(txidOf(transaction))
  const { organisationId, personId } = ctx.user
  const row = {
    ...{ producerKey, organisationId, afterHeight: after, toHeight: to, txid },
    ...{ rewards: sumOf(statement.rewards), shared: sumOf(statement.shares) },
    ...{ owners: statement.shares.length, createdBy: personId, createdAt: new Date(ctx.clock.nowMs()) },
  }
  const [kept] = await tx
    .insert(stakePayments)
    .values(row)
    .onConflictDoUpdate({ target: [stakePayments.producerKey, stakePayments.afterHeight], set: row })
    .returning({ id: stakePayments.id })
  const subject = { kind: 'stake-shares', id: must(kept, 'an inserted row comes back').id }
  const submissionId = await queueSubmission(tx, { transactions: [transaction], subject })
  await auditIn(tx, ctx, { subject: txid, ledgerHeight: BigInt(to) })
  return { txid, submissionId }
}

/** The payment, signed by the key that the rewards lie under: the node's, which looks at what it signs. */
async function signedByProducer({ client }: MemberContext, statement: Statement, producerKey: string) {
  const draft = payShares({
    rewards: statement.rewards.map(outputAtOf),
    shares: statement.shares.map(({ owner, amount }) => ({ to: fromHex(owner), amount })),
    producer: scriptOf(producerKey),
    fee: LEDGER_FEE,
  })
  const answer = await askNode(() => client.signShares(toHex(encodeTransaction(draft))))
  if (!answer.signed) throw refusalToError(answer.refusal)
  const read = decodeTransaction(fromHex(answer.transaction), MOST_BYTES)
  const isSame = read.ok && equalBytes(txidOf(read.value), txidOf(draft))
  return must(isSame ? read.value : undefined, 'the node signed what it was given')
}
