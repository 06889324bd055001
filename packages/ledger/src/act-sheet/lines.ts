import { toHex } from '@vc/crypto'
import type { Output, Transaction } from '../transaction.ts'
import { DEBT, GROUP, type Layer, RECORD, REWARD, VALUE } from '../transaction.ts'
import { groupLine } from './group-line.ts'
import { elementNames, kindNames, layerNames } from './names.ts'
import { outputLine, ownerOf } from './output-line.ts'
import { recordLine } from './record-line.ts'

/** What an input names, with the layer on which it lies: it says whether the input spends or reads. */
export type NamedOutput = Output & { readonly layer: Layer }

/** One fact of an act; `what` says which, the rest are texts: amounts as decimals of the smallest unit, bytes as hex. */
export type ActLine = { readonly what: string; readonly [fact: string]: string }

/** The facts in the order in which they are shown. */
export function linesOf(tx: Transaction, named: readonly NamedOutput[]): readonly ActLine[] {
  return [
    { what: 'act', kind: kindNames[tx.kind], layer: layerNames[tx.layer] },
    ...(tx.kind === RECORD ? [recordLine(tx, named)] : []),
    ...(tx.kind === GROUP ? [groupLine(tx, named)] : []),
    ...sourceLines(tx, named),
    ...tx.outputs.map((output, index) => outputLine(output, index, tx.layer)),
    ...moneyLines(tx, named),
    ...conditionLines(tx),
  ]
}

/** What is spent and what is only read, summed for each owner and element in order of first appearance. */
function sourceLines(tx: Transaction, named: readonly NamedOutput[]): readonly ActLine[] {
  const sums = new Map<string, { line: ActLine; amount: bigint; count: number }>()
  for (const output of named) {
    const what = output.layer < tx.layer ? 'read' : 'spend'
    const { name, account } = ownerOf(output.script)
    const [element, layer] = [elementNames[output.element], layerNames[output.layer]]
    const line: ActLine = { what, element, layer, script: name, account }
    const sum = sums.get(Object.values(line).join()) ?? { line, amount: 0n, count: 0 }
    sum.amount += output.amount
    sum.count += 1
    sums.set(Object.values(line).join(), sum)
  }
  return [...sums.values()].map(({ line, amount, count }) => ({
    ...line,
    amount: amount.toString(),
    outputs: count.toString(),
  }))
}

function moneyLines(tx: Transaction, named: readonly NamedOutput[]): readonly ActLine[] {
  const premium: readonly ActLine[] =
    tx.premium > 0n ? [{ what: 'premium', amount: tx.premium.toString() }] : []
  if (tx.kind === REWARD) return premium
  const spent = named.filter((output) => output.layer >= tx.layer)
  const fee = netValue(spent) - netValue(tx.outputs) - tx.premium
  // A share pays out more than it brings: it is nothing without what others add (docs/adr/0017).
  const rest =
    fee < 0n ? { what: 'others', amount: (-fee).toString() } : { what: 'fee', amount: fee.toString() }
  return [...premium, rest]
}

const netValue = (outputs: readonly Output[]) =>
  outputs.reduce((sum, { element, amount }) => sum + signed(element, amount), 0n)

const signed = (element: number, amount: bigint) =>
  element === VALUE ? amount : element === DEBT ? -amount : 0n

function conditionLines(tx: Transaction): readonly ActLine[] {
  const bundled = tx.bundle.some((byte) => byte !== 0)
  const relative = tx.inputs.flatMap(({ sequence }, input) => {
    const blocks = sequence < 2 ** 31 ? sequence % 2 ** 16 : 0
    return blocks > 0 ? [{ what: 'relative-lock', input: input.toString(), blocks: blocks.toString() }] : []
  })
  return [
    ...(tx.lockTime > 0 ? [{ what: 'lock-time', height: tx.lockTime.toString() }] : []),
    ...relative,
    ...(bundled ? [{ what: 'bundle', id: toHex(tx.bundle) }] : []),
  ]
}
