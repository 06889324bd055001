import { assert } from '@vc/kernel'
import type { Obligation } from './obligation.ts'

/** A participant against all others: positive receives, negative pays. All together sum to zero. */
export type NetPosition = { readonly party: string; readonly amount: bigint }

/** What has to move: gross, after netting each pair, and after netting all (CPMI glossary). */
export type Netting = {
  readonly positions: readonly NetPosition[]
  readonly gross: bigint
  readonly bilateral: bigint
  readonly multilateral: bigint
  readonly obligations: number
  readonly pairs: number
}

/**
 * Nets obligations multilaterally. Positions are in order of the party's code, so that everybody who nets the
 * same obligations writes the same report.
 */
export function net(obligations: readonly Obligation[]): Netting {
  const positions = new Map<string, bigint>()
  const pairs = new Map<string, bigint>()
  let gross = 0n
  for (const { debtor, creditor, amount } of obligations) {
    assert(amount > 0n, 'an obligation owes something')
    gross += amount
    add(positions, debtor, -amount)
    add(positions, creditor, amount)
    const forward = debtor < creditor
    add(
      pairs,
      forward ? `${debtor}\u0000${creditor}` : `${creditor}\u0000${debtor}`,
      forward ? amount : -amount,
    )
  }
  const ordered = [...positions]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([party, amount]) => ({ party, amount }))
  assert(ordered.reduce((sum, { amount }) => sum + amount, 0n) === 0n, 'net positions sum to zero')
  return {
    positions: ordered,
    gross,
    bilateral: [...pairs.values()].reduce((sum, amount) => sum + (amount < 0n ? -amount : amount), 0n),
    multilateral: ordered.reduce((sum, { amount }) => (amount > 0n ? sum + amount : sum), 0n),
    obligations: obligations.length,
    pairs: pairs.size,
  }
}

function add(map: Map<string, bigint>, key: string, amount: bigint) {
  map.set(key, (map.get(key) ?? 0n) + amount)
}
