import { encodeAssertion, fromHex, nobleChecks, normaliseP256Signature, toHex } from '@vc/crypto'
import { type CollectedSignature, queueSubmission, type RequiredSignature, schema } from '@vc/db'
import { must, ok, type Result, refuse } from '@vc/kernel'
import { checkSignature, parseCollectiveDebt, SIGHASH_DEFAULT, sheetHashOf } from '@vc/ledger'
import { and, eq } from 'drizzle-orm'
import { auditIn } from '../audit.ts'
import type { DbOrTransaction, MemberContext } from '../context.ts'
import { fromBase64url } from '../crypto-words.ts'
import { draftMustLeaveEnough } from '../producers/must-leave-enough.ts'
import { refusalToError, unwrap } from '../refusal-to-error.ts'
import { concerning, isSamePart, openAct } from './begin-act.ts'
import { hasDeclined } from './decline-act.ts'
import { refuseWithoutTerms } from './grant-terms.ts'
import { refuseWithoutKept } from './kept.ts'
import { actKeyFor, isMine, type Signer, signerOf } from './my-part.ts'
import { areEnough, signedTransactions } from './signed-transactions.ts'
import { isKeyOf } from './slots.ts'
import { digestOf, findAct, type Leg, legsOf, type StoredAct } from './stored-act.ts'
import { isShare, unitsOf } from './units.ts'

/** A hardware key's answer, parts as the browser gives them (base64url), or a holder's BIP340 signature with its key (hex). */
export type GivenSignature = {
  readonly transaction: number
  readonly part: 'input' | 'acceptance'
  readonly index: number
  /** The key that the act asks for, as it stands in `required`. */
  readonly key: string
  readonly by:
    | {
        readonly authenticatorData: string
        readonly clientDataJSON: string
        readonly signature: string
        readonly sheetHash: string
        /** Whole key in hex; needed when the act knows its hash only. */
        readonly publicKey?: string | undefined
      }
    | { readonly schnorr: string; readonly publicKey: string }
}

type SignRefusal = {
  readonly code: 'not-found' | 'signature-refused' | 'already-signed'
  readonly facts?: unknown
}

/**
 * Takes signatures for an act: each is checked as a node would, against digest and act sheet computed from the
 * stored bytes, and must be by a key of this person. When all that are needed are there, the whole transactions
 * and the promise to submit them are written in the same database transaction. A person counts once in a set.
 */
export async function finishAct(ctx: MemberContext, actId: string, given: readonly GivenSignature[]) {
  const done = await ctx.db.transaction((tx) => takeSignatures(tx, ctx, actId, given))
  if (done.submissionId !== null) await ctx.wake('submit', `submit-${done.submissionId}`)
  return done
}

async function takeSignatures(
  tx: DbOrTransaction,
  ctx: MemberContext,
  actId: string,
  given: readonly GivenSignature[],
) {
  const signer = await signerOf(tx, ctx.user)
  const found = concerning(ctx, signer, await findAct(tx, actId, true))
  const act = unwrap(openAct(found, ctx.clock.nowMs()))
  if (await hasDeclined(tx, ctx, actId)) throw refusalToError({ code: 'already-declined' })
  await refuseWithoutTerms(tx, act)
  await refuseWithoutKept(tx, act)
  const legs = legsOf(act)
  refuseBeforeVotes(act, legs)
  await draftMustLeaveEnough(tx, ctx, legs)
  let signatures: readonly CollectedSignature[] = act.signatures
  for (const one of given) {
    signatures = [...signatures, unwrap(judgeSignature(ctx, { act, legs, signer, signatures, one }))]
  }
  const isDone = areEnough(act.required, signatures)
  const submissionId = isDone ? await submitAct(tx, act, legs, signatures) : null
  const status = isDone ? 'submitted' : 'open'
  await keep(tx, ctx, act, { signatures: [...signatures], submissionId, status })
  await auditIn(tx, ctx, { subject: act.id, ...actFacts(ctx, legs, signer, given) })
  return { status, submissionId } as const
}

/** Nobody signs what a collective's members have not agreed to yet (docs/adr/0050). Refuses `restructuring-voting`. */
function refuseBeforeVotes({ required, signatures }: StoredAct, legs: readonly Leg[]): void {
  const waits = required.some((part) => {
    const output = part.part === 'input' ? legs[part.transaction]?.named[part.index] : undefined
    const isVoted = output !== undefined && parseCollectiveDebt(output.script) !== undefined
    return isVoted && !signatures.some((given) => isSamePart(given, part))
  })
  if (waits) throw refusalToError({ code: 'restructuring-voting' })
}

/** What the audit log keeps of an act: the hash of what was shown, and the hardware key that signed. */
function actFacts(
  ctx: MemberContext,
  legs: readonly Leg[],
  signer: Signer,
  given: readonly GivenSignature[],
) {
  const [first] = given
  const sheet = expectedSheet(ctx, must(legs[first?.transaction ?? 0], 'a judged signature is of a leg'))
  const passkeyId = signer.actKeys.get(actKeyFor(signer, first?.key ?? '') ?? '')?.id
  return { ...(sheet ? { sheetHash: toHex(sheet) } : {}), ...(passkeyId ? { passkeyId } : {}) }
}

type Question = {
  readonly act: StoredAct
  readonly legs: readonly Leg[]
  readonly signer: Signer
  readonly signatures: readonly CollectedSignature[]
  readonly one: GivenSignature
}

function judgeSignature(ctx: MemberContext, question: Question): Result<CollectedSignature, SignRefusal> {
  const { act, legs, signer, signatures, one } = question
  const required = act.required.find((part) => isSamePart(part, one))
  const leg = legs[one.transaction]
  if (!required || !leg || !isMine(signer, required)) return refuse({ code: 'not-found' })
  if (hasSigned(act, signatures, required, ctx.user.personId)) return refuse({ code: 'already-signed' })
  const type = required.type ?? SIGHASH_DEFAULT
  const made = makeItem(one, type)
  const digest = digestOf(leg, required, ctx.env.network)
  if (!made || !digest || !isKeyOf(made.key, required.key)) return refuse({ code: 'signature-refused' })
  const answer = checkSignature({
    key: made.key,
    item: made.item,
    digestOf: (given) => (given === type ? digest : undefined),
    party: ctx.env.configuration,
    checks: nobleChecks,
    sheetHash: expectedSheet(ctx, leg),
  })
  if (!answer.ok) return refuse({ code: 'signature-refused', facts: { error: answer.error } })
  const { transaction, part, index, key } = required
  const at = new Date(ctx.clock.nowMs()).toISOString()
  return ok({ transaction, part, index, key, signature: packed(made), by: ctx.user.personId, at })
}

/** The same place twice, or the same person twice in one set. */
function hasSigned(
  act: StoredAct,
  signatures: readonly CollectedSignature[],
  required: RequiredSignature,
  personId: string,
): boolean {
  if (signatures.some((given) => isSamePart(given, required))) return true
  const set = act.required.filter((part) => part.set !== undefined && part.set.name === required.set?.name)
  return signatures.some((given) => given.by === personId && set.some((part) => isSamePart(part, given)))
}

type Made = { readonly key: Uint8Array; readonly item: Uint8Array }

/** A type other than 00 stands as one more byte behind a BIP340 signature; keys of hardware sign type 00 only. */
function makeItem({ key, by }: GivenSignature, type: number): Made | undefined {
  const tail = type === SIGHASH_DEFAULT ? [] : [type]
  if ('schnorr' in by)
    return { key: fromHex(by.publicKey), item: Uint8Array.of(...fromHex(by.schnorr), ...tail) }
  if (type !== SIGHASH_DEFAULT) return undefined
  const signature = normaliseP256Signature(fromBase64url(by.signature))
  if (!signature) return undefined
  const parts = {
    authenticatorData: fromBase64url(by.authenticatorData),
    clientDataJSON: fromBase64url(by.clientDataJSON),
    sheetHash: fromBase64url(by.sheetHash),
  }
  return { key: fromHex(by.publicKey ?? key), item: encodeAssertion({ ...parts, signature }) }
}

/** The item's hex, a colon, the whole key's hex: a hash in a script is opened by both. */
export const packed = ({ key, item }: Made): string => `${toHex(item)}:${toHex(key)}`

const expectedSheet = (ctx: MemberContext, { transaction, named }: Leg): Uint8Array | undefined =>
  (ctx.env.actSheets ?? true) ? sheetHashOf(transaction, named, ctx.env) : undefined

/**
 * Queues what has all its signatures. The legs of a bundle go together; what is none goes one after the other, since each
 * may spend what the one before writes. Shares, which hold only together with others', stay with the act. Gives the submission
 * of the last.
 */
export async function submitAct(
  tx: DbOrTransaction,
  act: StoredAct,
  legs: readonly Leg[],
  signatures: readonly CollectedSignature[],
): Promise<string> {
  const transactions = signedTransactions(act, legs, signatures).filter((_, leg) => !isShare(act, leg))
  const units = unitsOf(transactions)
  for (const unit of units.slice(0, -1))
    await queueSubmission(tx, { transactions: unit, subject: { kind: 'act-leg', id: act.id } })
  const last = units.at(-1) ?? []
  return queueSubmission(tx, { transactions: last, subject: { kind: act.subjectKind, id: act.subjectId } })
}

async function keep(
  tx: DbOrTransaction,
  ctx: MemberContext,
  act: StoredAct,
  change: Partial<StoredAct>,
): Promise<void> {
  const rows = await tx
    .update(schema.acts)
    .set({ ...change, updatedAt: new Date(ctx.clock.nowMs()) })
    .where(and(eq(schema.acts.id, act.id), eq(schema.acts.status, 'open')))
    .returning({ id: schema.acts.id })
  if (rows.length !== 1) throw refusalToError({ code: 'act-closed' })
}
