import { LEDGER_FEE } from '@vc/admission'
import { fromHex } from '@vc/crypto'
import { outputAtOf, schema } from '@vc/db'
import { keyHashScript, takeBackUnsold } from '@vc/ledger'
import { saleWrite } from '@vc/nfr'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { type DraftLeg, draftAct, legOf } from '../../acts/draft-act.ts'
import { auditIn } from '../../audit.ts'
import { idInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { freeUnits } from './free-units.ts'
import { decides, signUntil } from './habits.ts'
import { ownWork } from './register.ts'
import { termsOf } from './terms-of.ts'

const { licenceSales } = schema
/** A coin's terms stand in its witness: as many as this stay below 100,000 bytes, however long the terms. */
const UNITS_A_LEG = 50

/**
 * Ends a sale of one's own: drafts the payments that take the coins back which nobody bought. What is being bought stays with
 * its buyer. Refuses `not-found`, `licences-gone`.
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
      const actId = await draftAct(tx, ctx, {
        ...{ kind: 'work.end-sale', subject: { kind: 'licence-sale-end', id: saleId } },
        legs: backIn(units, keyHashScript(fromHex(work.keyHash))),
        expiresAt: signUntil(ctx),
      })
      await auditIn(tx, ctx, { subject: saleId })
      return { actId }
    }),
  )

type Units = Parameters<typeof takeBackUnsold>[0]['units']

/** Payments that take the coins back, each of no more than fit into a transaction with their terms; the coins pay their fees. */
function backIn(units: Units, changeTo: Uint8Array): readonly DraftLeg[] {
  const legs: DraftLeg[] = []
  for (let from = 0; from < units.length; from += UNITS_A_LEG) {
    const some = units.slice(from, from + UNITS_A_LEG)
    const back = takeBackUnsold({ units: some, values: [], fee: LEDGER_FEE, changeTo })
    legs.push(
      legOf(
        back,
        some.map(({ unit }) => unit),
      ),
    )
  }
  return legs
}
