import { equalBytes, hash160 } from '@vc/crypto'
import { must, ok, type Result, refuse } from '@vc/kernel'
import {
  DEBT_LAYER,
  type Facts,
  keyHashScript,
  type PlacedOutput,
  signInput,
  sumAmounts,
  TRANSFER,
  type Transaction,
  VALUE,
  type View,
} from '@vc/ledger'
import type { NodeKey } from '../keys/node-key.ts'

/** The most that a payment of shares may leave to producers as its fee, smallest units. */
export const MOST_FEE = 10_000n

export type SharesRefusal = {
  readonly code: 'shares-form' | 'shares-input' | 'shares-fee'
  readonly facts: Facts
}

/**
 * Signs a payment of shares with the producer's key: a transfer of the debt layer that spends plain locked value under that
 * very key (so never a stake), writes value and nothing else, and costs no more than `MOST_FEE`. Whom it pays is the
 * operator's word, as with any purse. Refusals: `shares-form`, `shares-input` {input}, `shares-fee` {fee, most}.
 */
export function signShares(
  tx: Transaction,
  { producerKey, stakeSecret }: Pick<NodeKey, 'producerKey' | 'stakeSecret'>,
  { view, network }: { readonly view: View; readonly network: Uint8Array },
): Result<Transaction, SharesRefusal> {
  const isForm = tx.kind === TRANSFER && tx.layer === DEBT_LAYER && tx.inputs.length > 0
  if (!isForm || tx.outputs.some(({ element }) => element !== VALUE))
    return refuse({ code: 'shares-form', facts: {} })
  const script = keyHashScript(hash160(producerKey))
  const found = tx.inputs.map((outpoint) => ({ outpoint, output: view.findOutput(outpoint) }))
  const input = found.findIndex(({ output }) => !output || !isOwn(output, script))
  if (input >= 0) return refuse({ code: 'shares-input', facts: { input } })
  const named = found.map(({ output }) => must(output, 'an own output was found'))
  const fee = sumAmounts(named) - sumAmounts(tx.outputs)
  if (fee < 0n || fee > MOST_FEE)
    return refuse({ code: 'shares-fee', facts: { fee: String(fee), most: String(MOST_FEE) } })
  const signed = named.reduce(
    (one, _, index) => signInput({ tx: one, named, network, index, secret: stakeSecret }),
    tx,
  )
  return ok(signed)
}

const isOwn = ({ element, layer, script }: PlacedOutput, own: Uint8Array) =>
  element === VALUE && layer === DEBT_LAYER && equalBytes(script, own)
