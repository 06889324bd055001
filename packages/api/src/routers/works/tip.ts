import { LEDGER_FEE } from '@vc/admission'
import { fromHex, toHex } from '@vc/crypto'
import { schema } from '@vc/db'
import { CIRCULATION, keyHashScript, pay, txidOf } from '@vc/ledger'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { draftAct, legOf } from '../../acts/draft-act.ts'
import { auditIn } from '../../audit.ts'
import { amountInput, commandKeyInput, idInput, lineInput } from '../../input.ts'
import { coinsOf, ownAccounts } from '../../people/own-accounts.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { byMe, decides, signUntil } from './habits.ts'

const { works, workTips } = schema

/**
 * Drafts a payment to a work's creator, with a few words that stand on the work's page. Refuses `not-found`, `own-work`,
 * `value-short`, `no-account`.
 */
export const tipRoute = allowed('work.pay', decides)
  .input(
    z.strictObject({
      ...{ commandKey: commandKeyInput, workId: idInput },
      ...{ amount: amountInput, note: lineInput(200) },
    }),
  )
  .mutation(({ ctx, input: { commandKey: id, workId, amount, note } }) =>
    ctx.db.transaction(async (tx) => {
      const [work] = await tx.select().from(works).where(eq(works.id, workId))
      if (!work) throw refusalToError({ code: 'not-found' })
      const [known] = await tx
        .select()
        .from(workTips)
        .where(byMe(workTips, ctx, id))
      if (known) return { actId: known.actId }
      const owners = await ownAccounts(tx, ctx.user)
      if (owners.includes(work.keyHash)) throw refusalToError({ code: 'own-work' })
      const { owner, values } = await coinsOf(tx, owners, CIRCULATION, amount + LEDGER_FEE)
      const payments = [{ to: keyHashScript(fromHex(work.keyHash)), amount }]
      const payment = pay({ values, payments, fee: LEDGER_FEE, changeTo: keyHashScript(fromHex(owner)) })
      const actId = await draftAct(tx, ctx, {
        ...{ kind: 'work.tip', subject: { kind: 'work-tip', id } },
        ...{ legs: [legOf(payment, values)], expiresAt: signUntil(ctx) },
      })
      const { organisationId, personId: createdBy } = ctx.user
      const row = { id, workId, organisationId, createdBy, amount, note, actId }
      const createdAt = new Date(ctx.clock.nowMs())
      await tx.insert(workTips).values({ ...row, txid: toHex(txidOf(payment)), createdAt })
      await auditIn(tx, ctx, { subject: id })
      return { actId }
    }),
  )
