import { LEDGER_FEE } from '@vc/admission'
import { fromHex } from '@vc/crypto'
import { termsOfProducers } from '@vc/db'
import {
  CIRCULATION,
  DEBT_LAYER,
  keyHashScript,
  outputsOf,
  pay,
  registerStake,
  sumAmounts,
  writtenOutput,
} from '@vc/ledger'
import { z } from 'zod'
import { type DraftLeg, draftAct, legOf } from '../../acts/draft-act.ts'
import { askNode } from '../../ask-node.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { amountInput, commandKeyInput, hexInput } from '../../input.ts'
import { coinsOf, type OwnCoins, ownAccounts } from '../../people/own-accounts.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { producingKeys, stakeRules } from './stakes.ts'

const registration = z.strictObject({
  commandKey: commandKeyInput,
  producerKey: hexInput(32),
  amount: amountInput,
  /** Where the value comes from: circulation, which locks it, or the debt layer, where it is locked already. */
  from: z.enum(['circulation', 'locked']),
  /** That locked value comes back by the destruction of debt only was read (requirements V-058). */
  isWarned: z.literal(true),
})
type Registration = z.infer<typeof registration>

/**
 * Drafts the registration of the person's value as stake of a producer (consensus.md 4). The owner's key alone can spend it;
 * the producer never can. Out of circulation the exact amount is put aside first, since locking gives nothing back. Refuses
 * `stake-too-small`, `producer-unknown`, `producer-elsewhere`, `terms-missing`, `node-unreachable`, `value-short`,
 * `no-account`.
 */
export const registerRoute = allowed('stake.move', {
  stepUp: 'none',
  idempotency: 'none',
  audit: 'decision',
  rate: 'act',
})
  .input(registration)
  .mutation(({ ctx, input }) =>
    ctx.db.transaction(async (tx) => {
      const { minStake } = await stakeRules(tx)
      if (input.amount < BigInt(minStake))
        throw refusalToError({ code: 'stake-too-small', facts: { least: BigInt(minStake) } })
      const commitment = await commitmentFor(tx, ctx, input.producerKey)
      const owners = await ownAccounts(tx, ctx.user)
      const legs = await legsOf(tx, owners, input, commitment)
      const actId = await draftAct(tx, ctx, {
        kind: 'stake.register',
        subject: { kind: 'stake', id: input.commandKey },
        legs,
        context: { amount: String(input.amount), producerKey: input.producerKey },
      })
      await auditIn(tx, ctx, { subject: actId })
      return { actId }
    }),
  )

/** The commitment that the producer's node gives for one more stake. */
async function commitmentFor(tx: DbOrTransaction, { client, user }: MemberContext, producerKey: string) {
  if (!(await producingKeys(tx)).includes(producerKey)) throw refusalToError({ code: 'producer-unknown' })
  const producer = await askNode(client.producer)
  if (producer?.producerKey !== producerKey) throw refusalToError({ code: 'producer-elsewhere' })
  // Who runs the node stakes for itself without publishing what it would keep.
  const isOwn = user.role === 'node-operator'
  const terms = isOwn ? [] : await termsOfProducers(tx, producerKey)
  if (!isOwn && terms.length === 0) throw refusalToError({ code: 'terms-missing' })
  return fromHex(producer.commitment)
}

async function legsOf(
  tx: DbOrTransaction,
  owners: readonly string[],
  { amount, from, producerKey }: Registration,
  commitment: Uint8Array,
): Promise<DraftLeg[]> {
  const need = amount + LEDGER_FEE
  const coins = await (from === 'locked'
    ? coinsOf(tx, owners, DEBT_LAYER, need)
    : exactOrMore(tx, owners, need))
  const script = keyHashScript(fromHex(coins.owner))
  const stake = {
    producerKey: fromHex(producerKey),
    commitment,
    ownerScript: script,
    amount,
    fee: LEDGER_FEE,
  }
  if (from === 'locked')
    return [legOf(registerStake({ ...stake, ...coins, lockChangeTo: script }), coins.values)]
  if (sumAmounts(outputsOf(coins.values)) === need)
    return [legOf(registerStake({ ...stake, ...coins }), coins.values)]
  const payments = [{ to: script, amount: need }]
  const aside = pay({ values: coins.values, payments, fee: LEDGER_FEE, changeTo: script })
  const coin = writtenOutput(aside, 0)
  return [legOf(aside, coins.values), legOf(registerStake({ ...stake, values: [coin] }), [coin])]
}

/** Coins of circulation that are the sum itself, or more than it by at least the fee of putting it aside. */
async function exactOrMore(tx: DbOrTransaction, owners: readonly string[], need: bigint): Promise<OwnCoins> {
  const coins = await coinsOf(tx, owners, CIRCULATION, need)
  const sum = sumAmounts(outputsOf(coins.values))
  return sum === need ? coins : coinsOf(tx, owners, CIRCULATION, need + LEDGER_FEE)
}
