import { NodeCallError, type SentQuestion } from '@vc/client'
import { fromHex, hash160, toHex } from '@vc/crypto'
import { actKeysOf } from '@vc/db'
import { encodeTransaction, parseStandard, type Transaction } from '@vc/ledger'
import type { MemberContext } from '../context.ts'
import { isSamePart } from './begin-act.ts'
import { openingOf } from './slots.ts'
import { type Leg, legsOf, type StoredAct } from './stored-act.ts'
import { isShare, unitsOf } from './units.ts'

/** What the ledger would say now to an act that all have signed who are asked, with the totals of the ledger before and after. */
export type Verdict =
  | { readonly said: 'taken'; readonly height: number; readonly before: bigint[]; readonly after: bigint[] }
  | {
      readonly said: 'refused'
      readonly height: number
      readonly code: string
      readonly facts: Readonly<Record<string, unknown>>
    }
  /** The act holds together with others' alone, or the node did not answer. */
  | { readonly said: 'share' | 'silent' }

/** Asks the node, which judges the act on its head and with all that waits there. Nothing is sent. */
export async function judgeAct(ctx: Pick<MemberContext, 'db' | 'client'>, act: StoredAct): Promise<Verdict> {
  const sent = unitsOf(await legsToSend(ctx, act))
  if (sent.length === 0) return { said: 'share' }
  const units = sent.map((unit) => unit.map(({ bundle: _, ...leg }) => leg))
  try {
    const answer = await ctx.client.judgeDraft({ units })
    const { height } = answer
    if (!answer.accepted) return { said: 'refused', height, ...answer.refusal }
    return { said: 'taken', height, before: answer.before.map(BigInt), after: answer.after.map(BigInt) }
  } catch (error) {
    if (error instanceof NodeCallError) return { said: 'silent' }
    throw error
  }
}

type SentLeg = SentQuestion<'judgeDraft'>['units'][number][number] & Pick<Transaction, 'bundle'>

async function legsToSend({ db }: Pick<MemberContext, 'db'>, act: StoredAct): Promise<readonly SentLeg[]> {
  const keys = await actKeysOf(db)
  return legsOf(act).flatMap((leg, number) => {
    if (isShare(act, number)) return []
    const places = enough(act).filter(({ transaction }) => transaction === number)
    const inputs = places.filter(({ part }) => part === 'input')
    const signers = inputs.map(({ index, key, type = 0 }) => ({ input: index, type, ...wholeKey(key, keys) }))
    const accepted = places.flatMap(({ part, index }) => (part === 'acceptance' ? [index] : []))
    const transaction = toHex(encodeTransaction(withPlaces(leg, new Set(inputs.map(({ index }) => index)))))
    return [
      { transaction, signers: [...signers, ...votersOf(leg)], accepted, bundle: leg.transaction.bundle },
    ]
  })
}

/** Every place that is signed alone, and of each set as many as it needs: what is given first. */
function enough({ required, signatures }: StoredAct) {
  const isGiven = (place: (typeof required)[number]) => signatures.some((one) => isSamePart(one, place))
  const sorted = required.toSorted((a, b) => Number(isGiven(b)) - Number(isGiven(a)))
  const taken = new Map<string, number>()
  return sorted.filter(({ set }) => {
    if (!set) return true
    const count = (taken.get(set.name) ?? 0) + 1
    taken.set(set.name, count)
    return count <= set.need
  })
}

const BYTES_OF_HASH = 40
function wholeKey(key: string, known: ReadonlyMap<string, string>) {
  if (key.length !== BYTES_OF_HASH) return { key, keyHash: toHex(hash160(fromHex(key))) }
  return { key: known.get(key) ?? '', keyHash: key }
}

/** The draft with empty items in the places that signatures and keys will take. */
function withPlaces({ transaction, named }: Leg, asked: ReadonlySet<number>): Transaction {
  const witnesses = transaction.witnesses.map((items, index) => {
    const opening = asked.has(index) ? openingOf(transaction, named, index) : undefined
    return opening?.slots.map((slot) => (slot.what === 'item' ? slot.item : new Uint8Array(0))) ?? items
  })
  return { ...transaction, witnesses }
}

/** What a collective's members still vote on counts as voted. */
const votersOf = ({ transaction, named }: Leg) =>
  named.flatMap(({ script, layer }, input) => {
    const parsed = parseStandard(script)
    const isVoted = parsed?.name === 'collective' || parsed?.name === 'collective-debt'
    if (!isVoted || layer < transaction.layer || (transaction.witnesses[input]?.length ?? 0) > 0) return []
    return [{ input, type: 0, key: '', keyHash: toHex(hash160(parsed.id)) }]
  })
