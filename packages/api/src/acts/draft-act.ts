import { toHex } from '@vc/crypto'
import { outpointsOf, type RequiredSignature, schema } from '@vc/db'
import type { Clock } from '@vc/kernel'
import { must } from '@vc/kernel'
import {
  encodeTransaction,
  type OutputAt,
  outputsOf,
  parseStandard,
  SIGHASH_ALL,
  SIGHASH_ANYONECANPAY,
  type Transaction,
} from '@vc/ledger'
import { and, arrayOverlaps, inArray, sql } from 'drizzle-orm'
import type { DbOrTransaction } from '../context.ts'
import { refusalToError } from '../refusal-to-error.ts'
import { openingOf } from './slots.ts'
import { digestOf, type Leg, writeOutput } from './stored-act.ts'

/** What people shall sign. Inputs that are not listed keep the draft's witness: the operating key has signed them, or nobody has to. */
export type DraftLeg = Leg & {
  readonly sign: {
    readonly inputs: readonly number[]
    readonly acceptances: readonly number[]
    /** Of the inputs' signatures; 00 unless told. With ANYONECANPAY for all the leg is a share that is kept, not sent. */
    readonly type?: number
    /** Inputs whose signature holds whatever else the transaction names: ALL with ANYONECANPAY. */
    readonly alone?: readonly number[]
  }
}
export type Draft = {
  /** Names the act for screens: "credit.approve". */
  readonly kind: string
  /** What waits; the worker's hook of this kind hears of the block. */
  readonly subject: { readonly kind: string; readonly id: string }
  readonly legs: readonly DraftLeg[]
  /** Whoever has a key (hex; HASH160 where only that is known): account, organisation or person id. */
  readonly signerOf?: (key: string) => string | undefined
  readonly context?: Readonly<Record<string, unknown>>
  /** It spends nothing, so two of the same bytes would be one transaction: refused while such an act waits. */
  readonly spendsNothing?: boolean
  /** 24 hours from now, unless given. */
  readonly expiresAt?: Date
}

/** Who drafts, when, and on which network. */
export type Drafter = {
  readonly clock: Clock
  readonly env: { readonly network: Uint8Array }
  readonly user: { readonly organisationId: string }
}

const DAY_MS = 86_400_000
const ALONE = SIGHASH_ALL | SIGHASH_ANYONECANPAY

/** A leg whose inputs are all signed. */
export function legOf(transaction: Transaction, values: readonly OutputAt[]): DraftLeg {
  const named = outputsOf(values)
  return { transaction, named, sign: { inputs: named.map((_, i) => i), acceptances: [] } }
}

/**
 * Writes a draft with the list of signatures that it needs, in the caller's transaction; gives the act's id. An
 * input of k of n keys asks for k of them. Refuses `transaction-repeated`; breaks when a listed input is not opened
 * by keys of people.
 */
export async function draftAct(tx: DbOrTransaction, ctx: Drafter, draft: Draft): Promise<string> {
  const now = ctx.clock.nowMs()
  const transactions = draft.legs.map(({ transaction }) => transaction)
  const bytes = transactions.map((transaction) => toHex(encodeTransaction(transaction)))
  const outpoints = outpointsOf(transactions)
  if (draft.spendsNothing && (await waitsAlready(tx, bytes, outpoints)))
    throw refusalToError({ code: 'transaction-repeated' })
  const rows = await tx
    .insert(schema.acts)
    .values({
      kind: draft.kind,
      subjectKind: draft.subject.kind,
      subjectId: draft.subject.id,
      transactions: bytes,
      named: draft.legs.map(({ named }) => named.map(writeOutput)),
      outpoints,
      required: draft.legs.flatMap((leg, i) => requiredOf(leg, i, draft, ctx.env.network)),
      context: { ...draft.context },
      createdBy: ctx.user.organisationId,
      createdAt: new Date(now),
      updatedAt: new Date(now),
      expiresAt: draft.expiresAt ?? new Date(now + DAY_MS),
    })
    .returning({ id: schema.acts.id })
  return must(rows[0], 'an inserted row comes back').id
}

/** Whether an act with the very same transactions takes signatures or is on its way. */
async function waitsAlready(
  tx: DbOrTransaction,
  bytes: readonly string[],
  outpoints: string[],
): Promise<boolean> {
  const { acts } = schema
  const same = sql`${acts.transactions} = ${JSON.stringify(bytes)}::jsonb`
  const [found] = await tx
    .select({ id: acts.id })
    .from(acts)
    .where(and(arrayOverlaps(acts.outpoints, outpoints), inArray(acts.status, ['open', 'submitted']), same))
    .limit(1)
  return found !== undefined
}

/** Every signature that a leg needs, with the digest that it is over. */
export function requiredOf(
  leg: DraftLeg,
  number: number,
  draft: Pick<Draft, 'signerOf'>,
  network: Uint8Array,
): RequiredSignature[] {
  const typeOf = (index: number) => (leg.sign.alone?.includes(index) ? ALONE : leg.sign.type)
  const ask = (part: RequiredSignature['part'], index: number, key: string) => {
    const asked = part === 'input' ? typeOf(index) : undefined
    const type = asked === undefined ? {} : { type: asked }
    const sighash = toHex(must(digestOf(leg, { part, index, ...type }, network), 'a draft has a digest'))
    return { transaction: number, part, index, key, sighash, ...type, signer: draft.signerOf?.(key) ?? null }
  }
  const inputs = leg.sign.inputs.flatMap((index) => {
    const { keys, need } = must(openingOf(leg.transaction, leg.named, index), 'people open this input')
    const set = keys.length > 1 ? { set: { name: `${number}-${index}`, need } } : {}
    return keys.map((key) => ({ ...ask('input', index, key), ...set }))
  })
  return [...inputs, ...leg.sign.acceptances.map((index) => ask('acceptance', index, debtorOf(leg, index)))]
}

function debtorOf(leg: Leg, index: number): string {
  const output = must(leg.transaction.outputs[index], 'an acceptance is of an output')
  const parsed = parseStandard(output.script)
  return toHex(
    must(parsed?.name === 'standard-debt' ? parsed.hash : undefined, 'a debt that is accepted is standard'),
  )
}
