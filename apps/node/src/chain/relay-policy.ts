import { type Facts, type Judgement, PENALTY, parseStandard, REWARD, type Transaction } from '@vc/ledger'

/** This node's own taste (consensus.md 18). It keeps things out of the mempool and never judges a block. */
export type RelayPolicy = {
  /** Smallest units. */
  readonly minFee: bigint
  /** How many transactions, and bytes of them, the mempool holds. */
  readonly transactions: number
  readonly bytes: number
}

export type PolicyCode = 'kind-not-relayed' | 'script-not-standard' | 'fee-below-minimum'
export type PolicyRefusal = { readonly code: PolicyCode; readonly facts: Facts }

/**
 * What this node does not relay: rewards and penalties (producers make them), scripts that are not standard,
 * fees below its minimum. Undefined when it does.
 */
export function refuseRelay(
  transaction: Transaction,
  judgement: Judgement,
  policy: RelayPolicy,
): PolicyRefusal | undefined {
  const { kind, outputs } = transaction
  if (kind === REWARD || kind === PENALTY) return { code: 'kind-not-relayed', facts: { kind } }
  const odd = outputs.findIndex(({ script }) => parseStandard(script) === undefined)
  if (odd >= 0) return { code: 'script-not-standard', facts: { output: odd } }
  const { fee } = judgement
  if (fee >= policy.minFee) return undefined
  return { code: 'fee-below-minimum', facts: { fee: String(fee), minimum: String(policy.minFee) } }
}
