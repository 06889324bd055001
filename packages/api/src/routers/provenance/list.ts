import { schema } from '@vc/db'
import { organisations } from '@vc/db/identity'
import { and, count, desc, eq, inArray, like, or } from 'drizzle-orm'
import { allowed, reads } from '../../procedures.ts'

const { acts, epcisDocuments, epcisThings } = schema
const MOST = 200
const MOST_LOTS = 500

/** The documents of one's organisation, and of all that stand on the ledger for a regulator, the newest first. */
export const listRoute = allowed('provenance.list', reads).query(async ({ ctx }) => {
  const { organisationId, role, personId } = ctx.user
  const own = eq(epcisDocuments.organisationId, organisationId)
  const rows = await ctx.db
    .select({
      document: epcisDocuments,
      name: organisations.name,
      nameZh: organisations.nameZh,
      status: acts.status,
    })
    .from(epcisDocuments)
    .innerJoin(organisations, eq(organisations.id, epcisDocuments.organisationId))
    .leftJoin(acts, eq(acts.id, epcisDocuments.actId))
    .where(role === 'regulator' ? or(own, eq(epcisDocuments.step, 'recorded')) : own)
    .orderBy(desc(epcisDocuments.createdAt))
    .limit(MOST)
  return rows.map(({ document, name, nameZh, status }) => {
    const { id, fileName, events, step, txid, height, finality, reason, createdAt, actId, signerId } =
      document
    const waits = step === 'prepared' && status === 'open' && signerId === personId
    return {
      ...{ id, fileName, events, step, txid, height, finality, reason, createdAt },
      organisation: { name, nameZh },
      isSigned: status !== null && status !== 'open',
      actId: waits ? actId : null,
    }
  })
})

/** The lots and items of one's organisation's documents that stand on the ledger, with how many events name each. */
export const lotsRoute = allowed('provenance.list', reads).query(async ({ ctx }) => {
  const { thing } = epcisThings
  return ctx.db
    .select({ thing, events: count() })
    .from(epcisThings)
    .innerJoin(epcisDocuments, eq(epcisDocuments.id, epcisThings.documentId))
    .where(
      and(
        eq(epcisDocuments.organisationId, ctx.user.organisationId),
        eq(epcisDocuments.step, 'recorded'),
        like(thing, '01/%/%/%'),
        inArray(epcisThings.part, ['seen', 'output', 'input', 'child']),
      ),
    )
    .groupBy(thing)
    .orderBy(thing)
    .limit(MOST_LOTS)
})
