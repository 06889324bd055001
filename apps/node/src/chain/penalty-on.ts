import { hash160, toHex } from '@vc/crypto'
import {
  buildPenalty,
  CIRCULATION,
  DEBT_LAYER,
  type Frozen,
  judgeTransaction,
  keyHashScript,
  type OutputAt,
  type Place,
  type PlacedOutput,
  parseStandard,
  reserveScript,
  type StateReader,
  signPenalty,
  standardDebts,
  type Transaction,
  VALUE,
  type View,
  viewOf,
} from '@vc/ledger'
import type { NodeKey } from '../keys/node-key.ts'

type Ground = { readonly state: StateReader; readonly place: Place }

/**
 * The penalty of a producer on what an overdue debtor signed, or a collective's members voted for (ledger.md 8, docs/adr/0048): reads
 * the debtor's overdue debts of the debt layer, freezes the circulating value under its own key or vote. Undefined when there is nothing to freeze, no such
 * debt, no reserve, or the penalty would not hold in the next block.
 */
export function penaltyOn(
  evidence: Transaction,
  { state, place }: Ground,
  key: Pick<NodeKey, 'producerKey' | 'stakeSecret'>,
): Transaction | undefined {
  const view = viewOf(state, { height: place.height })
  const reserve = reserveScript(view)
  const held = evidence.inputs.flatMap((input, index) =>
    heldAt(view.findOutput(input), input, index, evidence),
  )
  const debtor = held.find(
    ({ debtor: hash }) => overdueOf(state, view, hash, place.height).length > 0,
  )?.debtor
  if (reserve === undefined || debtor === undefined) return undefined
  const frozen = held.filter((one) => toHex(one.debtor) === toHex(debtor))
  const debts = overdueOf(state, view, debtor, place.height)
  const { configuration, height } = place
  const bountyTo = keyHashScript(hash160(key.producerKey))
  const penalty = buildPenalty({ debts, frozen, reserveScript: reserve, bountyTo, configuration, height })
  const named = [...debts, ...frozen.map(({ value }) => value)].map(({ output }) => output)
  const { stakeSecret } = key
  const order = { tx: penalty, named, network: place.network, debts: debts.length, stakeSecret }
  const signed = signPenalty(order)
  const judged = judgeTransaction(signed, view, { ...place, producer: { stakeKey: key.producerKey } })
  return judged.ok ? signed : undefined
}

type Held = Frozen & { readonly debtor: Uint8Array }

/** What the input would spend, when that is circulating value under a key hash or a collective's vote. */
function heldAt(
  output: PlacedOutput | undefined,
  { txid, index: at }: OutputAt['outpoint'],
  index: number,
  evidence: Transaction,
): readonly Held[] {
  const debtor = output === undefined ? undefined : holderOf(output)
  if (output?.element !== VALUE || output.layer !== CIRCULATION || debtor === undefined) return []
  return [{ value: { outpoint: { txid, index: at }, output }, evidence, index, debtor }]
}

/** As debts name it: the key's hash, or HASH160 of the collective's id. */
function holderOf({ script }: PlacedOutput): Uint8Array | undefined {
  const parsed = parseStandard(script)
  if (parsed?.name === 'collective') return hash160(parsed.id)
  return parsed?.name === 'key-hash' ? parsed.hash : undefined
}

/** The debtor's overdue debts of the debt layer that the parent state has. */
function overdueOf(state: StateReader, view: View, debtor: Uint8Array, height: number): readonly OutputAt[] {
  return [...standardDebts(state, debtor)].flatMap(({ expiryHeight, outpoint }) => {
    const output = expiryHeight > height ? undefined : view.findReadable(outpoint)
    return output?.layer === DEBT_LAYER ? [{ outpoint, output }] : []
  })
}
