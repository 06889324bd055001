import { fromHex, hash160, toHex } from '@vc/crypto'
import { organisations } from '@vc/db/identity'
import { ok, type Result, refuse } from '@vc/kernel'
import { CERTIFICATES, parseCertificateTransfer, RECORD, readRecordItems, tableName } from '@vc/ledger'
import { inArray } from 'drizzle-orm'
import type { MemberContext } from '../context.ts'
import { ownersAmong } from '../people/owners-among.ts'
import { draftMustLeaveEnough } from '../producers/must-leave-enough.ts'
import { exposureOf } from './exposure.ts'
import { termsOf } from './grant-terms.ts'
import { actKeyFor, isMine, type Signer, signerOf } from './my-part.ts'
import { resultOf } from './result.ts'
import { findAct, legsOf, type StoredAct } from './stored-act.ts'
import { warningsOf } from './warnings.ts'

export type ActRefusal = { readonly code: 'not-found' | 'act-closed' | 'act-expired' | 'nothing-to-sign' }

/**
 * What a browser needs to show an act and sign it: the draft's bytes and what its inputs name, from which it computes
 * digests and sheet itself, and which signatures this person can give. Others' acts are `not-found`; one that would leave
 * too little stake online is refused here, before anybody signs it.
 */
export async function beginAct(ctx: MemberContext, actId: string) {
  const signer = await signerOf(ctx.db, ctx.user)
  const act = concerning(ctx, signer, await findAct(ctx.db, actId))
  if (!act) return refuse({ code: 'not-found' } as const)
  const required = act.required.map((part) => ({
    ...part,
    mine: isMine(signer, part),
    /** The person's hardware key for it, also where the act knows its hash only. */
    actKey: actKeyFor(signer, part.key) ?? null,
    given: act.signatures.some((given) => isSamePart(given, part)),
  }))
  const { id, kind, status, expiresAt, transactions, named, submissionId } = act
  const { network, decimals } = ctx.env
  const takesSignatures = status === 'open' && expiresAt.getTime() > ctx.clock.nowMs()
  if (takesSignatures) await draftMustLeaveEnough(ctx.db, ctx, legsOf(act))
  const exposure = takesSignatures ? await exposureOf(ctx, act) : undefined
  return ok({
    ...{ actId: id, kind, status, expiresAt, submissionId, transactions, named, required },
    subject: { kind: act.subjectKind, id: act.subjectId },
    network: toHex(network),
    decimals,
    /** Credentials of this person's act keys by key, for allowCredentials. */
    actKeys: [...signer.actKeys].map(([key, { credentialId }]) => ({ key, credentialId })),
    /** Whom the portal knows behind the keys that sign, by key hash. */
    owners: await ownersAmong(
      ctx.db,
      required.map(({ key }) => keyHashOf(key)),
      named.flat(),
    ),
    organisations: await organisationsIn(ctx, act),
    /** What a grant is given on, for the browser to find its mark; null of every other act. */
    terms: await termsOf(ctx.db, act),
    /** What history and clock say of each transaction while it takes signatures. */
    warnings: takesSignatures ? await warningsOf(ctx, act, exposure) : [],
    /** What it would make of the present state while it takes signatures. */
    result: takesSignatures ? await resultOf(ctx, act, exposure) : null,
  })
}

/** The act when the person's organisation drafted it or a key of the person is asked for; others' acts are nobody's. */
export function concerning(
  { user }: MemberContext,
  signer: Signer,
  act: StoredAct | undefined,
): StoredAct | undefined {
  const isMyAct = act?.createdBy === user.organisationId || act?.required.some((part) => isMine(signer, part))
  return isMyAct ? act : undefined
}

/** Names of the organisations that the records of an act speak of; `id` as the bytes have it, 32 hex digits. */
async function organisationsIn({ db }: MemberContext, act: StoredAct) {
  const ids = legsOf(act).flatMap(({ transaction }) => {
    const items = transaction.kind === RECORD ? readRecordItems(transaction) : undefined
    const isTransfer = items !== undefined && tableName(items.table) === CERTIFICATES
    const transfer = isTransfer ? parseCertificateTransfer(items.value) : undefined
    return transfer ? [transfer.from, transfer.to] : []
  })
  if (ids.length === 0) return []
  const { id, name, nameZh } = organisations
  const rows = await db.select({ id, name, nameZh }).from(organisations).where(inArray(id, ids))
  return rows.map((row) => ({ ...row, id: row.id.replaceAll('-', '') }))
}

/** The HASH160 of a key that an act asks for, which may be one already. */
const keyHashOf = (key: string): string => (key.length === 40 ? key : toHex(hash160(fromHex(key))))

type Part = Pick<StoredAct['required'][number], 'transaction' | 'part' | 'index' | 'key'>
/** Whether two name the same place of the same act. */
export const isSamePart = (a: Part, b: Part): boolean =>
  a.transaction === b.transaction && a.part === b.part && a.index === b.index && a.key === b.key

/** Gives the act if it still takes signatures. */
export function openAct(act: StoredAct | undefined, nowMs: number): Result<StoredAct, ActRefusal> {
  if (!act) return refuse({ code: 'not-found' })
  if (act.status !== 'open') return refuse({ code: 'act-closed' })
  return act.expiresAt.getTime() > nowMs ? ok(act) : refuse({ code: 'act-expired' })
}
