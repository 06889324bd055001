import { type GrantTerms, grantMark, grantText, termsGiven } from '@vc/admission'
import { equalBytes, fromHex } from '@vc/crypto'
import { guaranteesOf, schema } from '@vc/db'
import { parseStandard, type Transaction } from '@vc/ledger'
import { eq } from 'drizzle-orm'
import type { DbOrTransaction } from '../context.ts'
import { refusalToError } from '../refusal-to-error.ts'
import { heightsOf, keptTransaction } from './kept.ts'
import { findAct, isUuid, legsOf, type StoredAct } from './stored-act.ts'

type Application = typeof schema.creditApplications.$inferSelect

/** The key of the commitment to an application's terms: the 16 bytes of its id. */
export const pledgeKey = (applicationId: string): Uint8Array => fromHex(applicationId.replaceAll('-', ''))

/** The text of a credit's terms, and the script that marks it in the credit's transaction under a keeper's key (docs/adr/0045). */
export const commitTo = ({ id }: Pick<Application, 'id'>, terms: GrantTerms) => ({
  text: grantText(terms),
  markOf: (keeper: Uint8Array) => grantMark(pledgeKey(id), terms, keeper),
})

/** When the lots are due that lie under a script of their own, by the restructuring that is kept of them; none of other credits. */
export async function keptHeights(
  db: DbOrTransaction,
  { keptActId }: Pick<Application, 'keptActId'>,
): Promise<readonly number[]> {
  const act = keptActId === null ? undefined : await findAct(db, keptActId)
  return act ? heightsOf(keptTransaction(act)) : []
}

/** What a transaction of this application's would have to commit to; undefined of one that gives no credit of ours. */
export function commitmentOf(
  application: Application,
  guarantees: GrantTerms['guarantees'],
  transaction: Transaction,
  kept: readonly number[],
) {
  const { purpose, guarantee, payee, orderId } = application
  const given = termsGiven(transaction, payee !== null || orderId !== null, kept)
  return given && commitTo(application, { purpose, guarantee, guarantees, ...given })
}

/** The script among these that is the mark, whoever's key keeps it. */
export function findMark(
  outputs: readonly { readonly script: Uint8Array }[],
  markOf: (keeper: Uint8Array) => Uint8Array,
): Uint8Array | undefined {
  return outputs.find(({ script }) => {
    const parsed = parseStandard(script)
    const guard = parsed?.name === 'record' ? parsed.guard : undefined
    return guard?.name === 'key-hash' && equalBytes(script, markOf(guard.hash))
  })?.script
}

/** The application whose credit an act gives; undefined of other acts. */
async function applicationOf(
  db: DbOrTransaction,
  { kind, subjectId }: Pick<StoredAct, 'kind' | 'subjectId'>,
): Promise<Application | undefined> {
  if (kind !== 'credit.approve' || !isUuid.test(subjectId)) return undefined
  const { creditApplications } = schema
  const [row] = await db.select().from(creditApplications).where(eq(creditApplications.id, subjectId))
  return row
}

/** The application whose debt's restructuring an act keeps, with the grant that wrote the debt, in hex. */
async function keptWith(db: DbOrTransaction, { id, kind }: Pick<StoredAct, 'id' | 'kind'>) {
  if (kind !== 'credit.restructure') return undefined
  const { creditApplications } = schema
  const [application] = await db.select().from(creditApplications).where(eq(creditApplications.keptActId, id))
  const grant = application?.actId ? await findAct(db, application.actId) : undefined
  return application && { application, grant: grant?.transactions[0] ?? null }
}

/**
 * What the grant of an act is given on, told to its signers: their browser makes the mark anew out of it and of the bytes, and looks
 * for it there (docs/adr/0045). Who signs the restructuring that is kept of a debt signs no grant, so it is told the grant with it. Null of
 * an act that gives no credit of ours. Amounts in smallest units.
 */
export async function termsOf(db: DbOrTransaction, act: StoredAct) {
  const given = await applicationOf(db, act)
  const kept = given ? undefined : await keptWith(db, act)
  const application = given ?? kept?.application
  if (!application) return null
  const { id: applicationId, purpose, guarantee, payee, orderId } = application
  const listed = await guaranteesOf(db, applicationId)
  return {
    ...{ applicationId, purpose, guarantee, paysOthers: payee !== null || orderId !== null },
    guarantees: listed.map(({ kind, reference, description, cover }) => ({
      ...{ kind, reference, description, cover },
    })),
    /** When lots are due that the debtor's key alone guards. */
    heights: await keptHeights(db, application),
    grant: kept?.grant ?? null,
  }
}

/** Refuses `terms-unmarked` for a grant that does not commit to contract, interest, schedule and guarantees: nobody signs it (V-024). */
export async function refuseWithoutTerms(db: DbOrTransaction, act: StoredAct): Promise<void> {
  const application = await applicationOf(db, act)
  if (!application) return
  const guarantees = await guaranteesOf(db, application.id)
  const kept = await keptHeights(db, application)
  const isMarked = legsOf(act).every(({ transaction }) => {
    const wanted = commitmentOf(application, guarantees, transaction, kept)
    return wanted && findMark(transaction.outputs, wanted.markOf) !== undefined
  })
  if (!isMarked) throw refusalToError({ code: 'terms-unmarked' })
}
