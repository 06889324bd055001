import { equalBytes, toHex } from '@vc/crypto'
import {
  bundleIdOf,
  encodeTransaction,
  type Judgement,
  NO_BUNDLE,
  REWARD,
  type Refusal,
  type Transaction,
  txidOf,
} from '@vc/ledger'
import type { BlockWork } from './block-work.ts'
import { judgeNextOnTrial, NO_TALLY, type Tally, type TransactionGround } from './judge-transactions.ts'
import type { BlockRefusal } from './refusals.ts'

/** A candidate that the block leaves out, and why. It may still be valid on the next head. */
export type DroppedCandidate = {
  readonly txid: Uint8Array
  /** A code of the ledger; `block-full` when only room is short; `block-order` for rewards and what comes twice. */
  readonly refusal: BlockRefusal | Refusal<'block-full'>
}

/** What a block holds of the candidates, in the order of the block, already applied to its work. */
export type Selection = {
  readonly work: BlockWork
  readonly transactions: readonly Transaction[]
  readonly judgements: readonly Judgement[]
  readonly tally: Tally
  readonly dropped: readonly DroppedCandidate[]
}

/** One transaction, or all legs of one bundle at hand. */
type Unit = { readonly id: string; readonly legs: readonly Transaction[]; readonly bytes: number }
type Pass = Selection & { readonly broken: ReadonlyMap<string, DroppedCandidate['refusal']> }

/**
 * Takes candidates by layer and, inside a layer, in their order, as long as they are valid in turn and fit into
 * `maxBytes`. A bundle whose leg does not hold is left out whole, and the choice is made again without it.
 */
export function selectTransactions(
  candidates: readonly Transaction[],
  open: () => Omit<TransactionGround, 'work'> & { readonly work: BlockWork },
  maxBytes: number,
): Selection {
  const { units, dropped } = unitsOf(candidates)
  const left = new Map<string, DroppedCandidate['refusal']>()
  for (;;) {
    const pass = selectOnce(
      units.filter(({ id }) => !left.has(id)),
      open(),
      maxBytes,
    )
    for (const [id, refusal] of pass.broken) left.set(id, refusal)
    if (pass.broken.size > 0) continue
    const bundles = units.flatMap((unit) => {
      const refusal = left.get(unit.id)
      return refusal === undefined ? [] : unit.legs.map((leg) => ({ txid: txidOf(leg), refusal }))
    })
    return { ...pass, dropped: [...dropped, ...bundles, ...pass.dropped] }
  }
}

function selectOnce(units: readonly Unit[], ground: TransactionGround, maxBytes: number): Pass {
  const transactions: Transaction[] = []
  const judgements: Judgement[] = []
  const dropped: DroppedCandidate[] = []
  const broken = new Map<string, DroppedCandidate['refusal']>()
  const begun = new Set<string>()
  let tally = NO_TALLY
  let bytes = 0
  for (const { unit, leg } of legsByLayer(units)) {
    if (broken.has(unit.id)) continue
    const size = begun.has(unit.id) ? 0 : unit.bytes
    const judged =
      bytes + size > maxBytes ? full(size, maxBytes - bytes) : judgeNextOnTrial(leg, ground, tally)
    if (!judged.ok && unit.legs.length > 1) {
      broken.set(unit.id, judged.refusal)
      if (begun.has(unit.id)) break
    } else if (!judged.ok) {
      dropped.push({ txid: txidOf(leg), refusal: judged.refusal })
    } else {
      begun.add(unit.id)
      bytes += size
      tally = judged.value.tally
      transactions.push(leg)
      judgements.push(judged.value.judgement)
      ground.work.apply(leg)
    }
  }
  return { work: ground.work, transactions, judgements, tally, dropped, broken }
}

const full = (bytes: number, limit: number) =>
  ({ ok: false, refusal: { code: 'block-full', facts: { bytes, limit } } }) as const

function legsByLayer(units: readonly Unit[]): readonly { readonly unit: Unit; readonly leg: Transaction }[] {
  return units
    .flatMap((unit) => unit.legs.map((leg) => ({ unit, leg })))
    .sort((a, b) => a.leg.layer - b.leg.layer)
}

function unitsOf(candidates: readonly Transaction[]): {
  readonly units: readonly Unit[]
  readonly dropped: readonly DroppedCandidate[]
} {
  const dropped: DroppedCandidate[] = []
  const seen = new Set<string>()
  const groups = new Map<string, Transaction[]>()
  for (const tx of candidates) {
    const txid = toHex(txidOf(tx))
    const unwanted = tx.kind === REWARD || seen.has(txid)
    if (unwanted) dropped.push({ txid: txidOf(tx), refusal: { code: 'block-order', facts: {} } })
    if (unwanted) continue
    seen.add(txid)
    const id = equalBytes(tx.bundle, NO_BUNDLE) ? txid : `bundle ${toHex(tx.bundle)}`
    groups.set(id, [...(groups.get(id) ?? []), tx])
  }
  const units: Unit[] = []
  for (const [id, legs] of groups) {
    const refusal = id.startsWith('bundle') ? wrongBundle(legs) : undefined
    if (refusal !== undefined) dropped.push(...legs.map((leg) => ({ txid: txidOf(leg), refusal })))
    else units.push({ id, legs, bytes: legs.reduce((sum, leg) => sum + encodeTransaction(leg).length, 0) })
  }
  return { units, dropped }
}

function wrongBundle(legs: readonly Transaction[]): Refusal | undefined {
  const id = legs[0]?.bundle
  const size = legs.length
  if (size < 2 || size > 64) return { code: 'bundle-size', facts: { transactions: size } }
  const whole = id !== undefined && equalBytes(bundleIdOf(legs.map(txidOf)), id)
  return whole ? undefined : { code: 'bundle-id', facts: { transaction: 0 } }
}
