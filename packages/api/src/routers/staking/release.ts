import { LEDGER_FEE } from '@vc/admission'
import { fromHex } from '@vc/crypto'
import { outputAtOf } from '@vc/db'
import { keyHashScript, lockValue } from '@vc/ledger'
import { z } from 'zod'
import { draftAct, legOf } from '../../acts/draft-act.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { commandKeyInput, lotNamesInput } from '../../input.ts'
import { ownAccounts } from '../../people/own-accounts.ts'
import { allowed } from '../../procedures.ts'
import { draftMustLeaveEnough } from '../../producers/must-leave-enough.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { type JudgedStake, judgedStakes, stakeRules, sumOf } from './stakes.ts'

/**
 * Drafts the end of own stakes: they become plain locked value of the owner again, at once, whatever the producer says
 * (docs/adr/0014). Refuses `stake-unknown`, `stake-under-way`, `stake-last` when nobody could make a block any more,
 * `stake-online-short` when too little stake would stay online (docs/adr/0043), `value-short` when they do not pay the fee.
 */
export const releaseRoute = allowed('stake.move', {
  stepUp: 'none',
  idempotency: 'none',
  audit: 'decision',
  rate: 'act',
})
  .input(z.strictObject({ commandKey: commandKeyInput, stakes: lotNamesInput }))
  .mutation(({ ctx, input }) =>
    ctx.db.transaction(async (tx) => {
      const { asked, owner } = await ownStakes(tx, ctx, input.stakes)
      const amount = sumOf(asked) - LEDGER_FEE
      if (amount <= 0n)
        throw refusalToError({ code: 'value-short', facts: { have: sumOf(asked), need: LEDGER_FEE + 1n } })
      const values = asked.map(outputAtOf)
      const transaction = lockValue({ values, amount, fee: LEDGER_FEE, owner: keyHashScript(fromHex(owner)) })
      const legs = [legOf(transaction, values)]
      await draftMustLeaveEnough(tx, ctx, legs)
      const actId = await draftAct(tx, ctx, {
        kind: 'stake.release',
        subject: { kind: 'stake', id: input.commandKey },
        legs,
        context: { amount: String(amount) },
      })
      await auditIn(tx, ctx, { subject: actId })
      return { actId }
    }),
  )

async function ownStakes(tx: DbOrTransaction, { user }: MemberContext, names: readonly string[]) {
  const all = await judgedStakes(tx, await stakeRules(tx))
  const isAsked = ({ txid, index }: JudgedStake) => names.includes(`${txid}:${index}`)
  const asked = all.filter(isAsked)
  const owner = asked[0]?.keyHash
  const owners = await ownAccounts(tx, user)
  const isOne = owner && owners.includes(owner) && asked.every(({ keyHash }) => keyHash === owner)
  if (!isOne || asked.length !== names.length) throw refusalToError({ code: 'stake-unknown' })
  if (asked.some(({ isFree }) => !isFree)) throw refusalToError({ code: 'stake-under-way' })
  const left = all.filter((stake) => stake.standing === 'counts' && !isAsked(stake))
  if (left.length === 0) throw refusalToError({ code: 'stake-last' })
  return { asked, owner }
}
