import type { DbOrTransaction } from '@vc/db'
import { type CollectedSignature, type RequiredSignature, schema } from '@vc/db'
import { must } from '@vc/kernel'
import { eq } from 'drizzle-orm'
import { isSamePart } from './begin-act.ts'
import { packed, submitAct } from './finish-act.ts'
import { areEnough } from './signed-transactions.ts'
import { findAct, type Leg, legsOf } from './stored-act.ts'

const SOFTWARE = 'software'

/** Whether a signature was given by a founder's key that software keeps, not by a person. */
export const isSoftwareSigner = (by: string): boolean => by === SOFTWARE

/** Gives the item of a key (hex) over a place of a leg; undefined for keys that it has not. */
export type SoftwareSign = (of: {
  readonly key: string
  readonly leg: Leg
  readonly sighash: string
}) => { readonly key: Uint8Array; readonly item: Uint8Array } | undefined

/**
 * Signs a fresh act with keys that software keeps, as far as people are too few: of a set no more than people can not
 * fill. With that alone it may be whole, and is then sent. On networks whose keys are hardware there are none.
 */
export async function signBySoftware(
  tx: DbOrTransaction,
  actId: string,
  at: Date,
  sign: SoftwareSign,
): Promise<void> {
  const act = must(await findAct(tx, actId, true), 'a fresh act')
  const legs = legsOf(act)
  const made = act.required.flatMap((part): CollectedSignature[] => {
    const leg = must(legs[part.transaction], 'a leg of the act')
    const answer = sign({ key: part.key, leg, sighash: part.sighash })
    if (!answer) return []
    const { transaction, part: kind, index, key } = part
    const place = { transaction, part: kind, index, key }
    return [{ ...place, signature: packed(answer), by: SOFTWARE, at: at.toISOString() }]
  })
  const signatures = made.filter((one) => isWanted(act.required, made, one))
  const isDone = areEnough(act.required, signatures)
  const submissionId = isDone ? await submitAct(tx, act, legs, signatures) : null
  const status = isDone ? ('submitted' as const) : act.status
  await tx.update(schema.acts).set({ signatures, submissionId, status }).where(eq(schema.acts.id, actId))
}

/** A place of its own is signed; of a set only so many as the keys of people in it leave open. */
function isWanted(
  required: readonly RequiredSignature[],
  made: readonly CollectedSignature[],
  one: CollectedSignature,
): boolean {
  const { set } = must(
    required.find((part) => isSamePart(part, one)),
    'made for a place',
  )
  if (!set) return true
  const places = required.filter((part) => part.set?.name === set.name)
  const mine = made.filter((other) => places.some((part) => isSamePart(part, other)))
  const missing = set.need - (places.length - mine.length)
  return mine.findIndex((other) => isSamePart(other, one)) < missing
}
