import { LEDGER_FEE } from '@vc/admission'
import { fromHex } from '@vc/crypto'
import { outputAtOf, schema } from '@vc/db'
import { CIRCULATION, keyHashScript, takeBackUnsold } from '@vc/ledger'
import { saleWrite } from '@vc/nfr'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { draftAct, legOf } from '../../acts/draft-act.ts'
import { auditIn } from '../../audit.ts'
import { idInput } from '../../input.ts'
import { coinsOf } from '../../people/own-accounts.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { freeUnits } from './free-units.ts'
import { decides, signUntil } from './habits.ts'
import { ownWork } from './register.ts'
import { termsOf } from './terms-of.ts'

const { licenceSales } = schema

/**
 * Ends a sale of one's own: drafts the payment that takes the coins back which nobody bought. What is being bought stays with
 * its buyer. Refuses `not-found`, `licences-gone`, `value-short`.
 */
export const endSaleRoute = allowed('work.register', { ...decides, idempotency: 'same-result' })
  .input(z.strictObject({ saleId: idInput }))
  .mutation(({ ctx, input: { saleId } }) =>
    ctx.db.transaction(async (tx) => {
      const [sale] = await tx.select().from(licenceSales).where(eq(licenceSales.id, saleId)).for('update')
      if (!sale) throw refusalToError({ code: 'not-found' })
      const work = await ownWork(tx, ctx, sale.workId)
      const free = await freeUnits(tx, [sale])
      if (free.length === 0) throw refusalToError({ code: 'licences-gone' })
      const terms = termsOf(sale, work)
      const units = free.map((row) => ({ unit: outputAtOf(row), write: saleWrite(terms, row.index) }))
      const { values } = await coinsOf(tx, [work.keyHash], CIRCULATION, LEDGER_FEE)
      const changeTo = keyHashScript(fromHex(work.keyHash))
      const back = takeBackUnsold({ units, values, fee: LEDGER_FEE, changeTo })
      const actId = await draftAct(tx, ctx, {
        ...{ kind: 'work.end-sale', subject: { kind: 'licence-sale-end', id: saleId } },
        legs: [legOf(back, [...units.map(({ unit }) => unit), ...values])],
        expiresAt: signUntil(ctx),
      })
      await auditIn(tx, ctx, { subject: saleId })
      return { actId }
    }),
  )
