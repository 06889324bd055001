import { fromHex, toHex } from '@vc/crypto'
import { heldBy, keyHashesOf } from '@vc/db'
import { CREDIT, holderHashOf, type NamedOutput, parseStandard, VALUE } from '@vc/ledger'
import type { MemberContext } from '../context.ts'
import { type Leg, legsOf, type StoredAct } from './stored-act.ts'
import { isShare } from './units.ts'

const MOST = 60

/** What somebody has of an element in a layer before and after an act; smallest units. */
export type BalanceChange = {
  /** The key hash, or the whole script where it names no one key. */
  readonly holder: string
  /** How many of how many keys open it; null of a key hash, and of a script that is none of these. */
  readonly keys: { readonly need: number; readonly of: number } | null
  readonly element: number
  readonly layer: number
  readonly before: bigint
  readonly after: bigint
}

/**
 * What everybody whom an act touches has now, and would have when it is in a block and nothing else is: the own organisation's
 * first, and how many more there are than are given.
 */
export async function balanceChanges({ db, user }: Pick<MemberContext, 'db' | 'user'>, act: StoredAct) {
  const moved = movesOf(legsToCount(act))
  const holders = [...new Set([...moved.values()].map(({ holder }) => holder))]
  const held = await heldBy(db, {
    keyHashes: holders.filter(isKeyHash),
    scripts: holders.filter((one) => !isKeyHash(one)).map((hex) => fromHex(hex)),
  })
  const now = new Map(held.map((one) => [placeOf(one), one.amount]))
  const own = await keyHashesOf(db, user.organisationId)
  const rows = [...moved.entries()].map(([place, { holder, element, layer, by }]): BalanceChange => {
    const before = now.get(place) ?? 0n
    return { holder, keys: keysOf(holder), element, layer, before, after: before + by }
  })
  const changed = rows.filter(({ before, after }) => before !== after)
  const sorted = changed.toSorted((a, b) => Number(own.has(b.holder)) - Number(own.has(a.holder)))
  return { rows: sorted.slice(0, MOST), more: Math.max(0, sorted.length - MOST) }
}

/** What an act pays to producers, as fees and premiums: the value that leaves the accounts and comes back as rewards. */
export function feesOf(act: StoredAct): bigint {
  const legs = legsToCount(act)
  return legs.reduce((sum, { transaction: { layer, outputs }, named }) => {
    return sum + netOf(named.filter((output) => output.layer >= layer)) - netOf(outputs)
  }, 0n)
}

/** Value less debt. */
const netOf = (outputs: readonly Pick<NamedOutput, 'element' | 'amount'>[]) =>
  outputs.reduce((net, { element, amount }) => {
    if (element === CREDIT) return net
    return element === VALUE ? net + amount : net - amount
  }, 0n)

const legsToCount = (act: StoredAct) => legsOf(act).filter((_, number) => !isShare(act, number))

type Move = { readonly holder: string; readonly element: number; readonly layer: number; readonly by: bigint }
const placeOf = ({ holder, element, layer }: Omit<Move, 'by'>) => `${holder} ${element} ${layer}`

/** What comes to and goes from each holder, over all legs. */
function movesOf(legs: readonly Leg[]): ReadonlyMap<string, Move> {
  const moves = new Map<string, Move>()
  for (const { transaction, named } of legs) {
    const { layer, outputs } = transaction
    const spent = named.filter((output) => output.layer >= layer).map((one) => moveOf(one, -one.amount))
    const written = outputs.map((output) => moveOf({ ...output, layer }, output.amount))
    for (const move of [...spent, ...written].flatMap((one) => one ?? [])) {
      const place = placeOf(move)
      moves.set(place, { ...move, by: (moves.get(place)?.by ?? 0n) + move.by })
    }
  }
  return moves
}

/** Nothing of what lies under a record's script: it marks, and pays nobody. */
function moveOf({ script, element, layer }: NamedOutput, by: bigint): Move | undefined {
  const parsed = parseStandard(script)
  if (parsed?.name === 'record') return undefined
  return { holder: holderHashOf({ element, script }) ?? toHex(script), element, layer, by }
}

const DIGITS_OF_HASH = 40
const isKeyHash = (holder: string) => holder.length === DIGITS_OF_HASH

function keysOf(holder: string): BalanceChange['keys'] {
  const parsed = isKeyHash(holder) ? undefined : parseStandard(fromHex(holder))
  return parsed?.name === 'k-of-n' ? { need: parsed.k, of: parsed.keys.length } : null
}
