import type { KeyOutput } from '@vc/admission'
import type { NodeClient } from '@vc/client'
import { decodeBlock } from '@vc/consensus'
import { fromHex, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import {
  type CirculationMode,
  circulationMode,
  circulationModes,
  DEBT,
  type Element,
  expiryOf,
  holderHashOf,
  isHandedOn,
  type Output,
  parseStandard,
  RECORD,
  type Transaction,
  txidOf,
  VALUE,
} from '@vc/ledger'

/**
 * An output with its owner; `reads` are the outputs of higher layers that its transaction names, and credit handed on that it
 * gives (docs/adr/0049), as "txid:index".
 */
export type LedgerOutput = Omit<KeyOutput, 'goesOn'> & {
  readonly keyHash: string | undefined
  readonly reads: readonly string[]
  readonly isHandedOn?: boolean
}
export type Ledger = {
  readonly height: number
  readonly outputs: ReadonlyMap<string, LedgerOutput>
  /** Newest values of records by "table key", key in hex. */
  readonly records: ReadonlyMap<string, Uint8Array>
  /** Value that no debt stands against: what genesis allotted, less fees and premiums that no reward has paid out yet. */
  readonly base: bigint
  /** How many transactions circulate value in each mode. */
  readonly modes: ReadonlyMap<CirculationMode, number>
}

const AT_ONCE = 64
const MAX_BLOCK_BYTES = 64_000_000

/**
 * Reads all outputs and records up to a height from the bytes of the node's blocks, without the portal's tables. What
 * the blocks say is taken as it stands: `vc replay` is what judges them.
 */
export async function readLedger(client: NodeClient, height: number): Promise<Ledger> {
  const outputs = new Map<string, LedgerOutput>()
  const records = new Map<string, Uint8Array>()
  const modes = new Map<CirculationMode, number>(circulationModes.map((mode) => [mode, 0]))
  let base = 0n
  for (let from = 0; from <= height; from += AT_ONCE) {
    const blocks = await client.blocks({ from, count: Math.min(AT_ONCE, height - from + 1) })
    for (const block of blocks)
      for (const one of transactionsOf(block.bytes)) {
        const { spent, net } = take(one, block.height, outputs, records)
        const mode = circulationMode({ spent, written: one.outputs.map(({ element }) => element) })
        modes.set(mode, (modes.get(mode) ?? 0) + 1)
        base += net
      }
  }
  return { height, outputs, records, base, modes }
}

function transactionsOf(hex: string): readonly Transaction[] {
  const decoded = decodeBlock(fromHex(hex), MAX_BLOCK_BYTES)
  if (!decoded.ok) throw new Error(`a block that can not be read: ${decoded.refusal.code}`)
  return decoded.value.transactions
}

function take(
  tx: Transaction,
  height: number,
  outputs: Map<string, LedgerOutput>,
  records: Map<string, Uint8Array>,
): { readonly spent: readonly Element[]; readonly net: bigint } {
  const txid = toHex(txidOf(tx))
  const names = tx.inputs.map((input) => `${toHex(input.txid)}:${input.index}`)
  // What founding transactions name is nowhere (consensus.md 2).
  const named =
    height === 0 ? [] : names.map((name) => ({ name, output: must(outputs.get(name), 'is there') }))
  const isRead = (output: LedgerOutput) => output.layer < tx.layer
  for (const { name, output } of named)
    if (!isRead(output)) outputs.set(name, { ...output, spentBy: txid, spentHeight: height })
  const isDrawn = (output: LedgerOutput) => isRead(output) || output.isHandedOn === true
  const reads = named.filter(({ output }) => isDrawn(output)).map(({ name }) => name)
  for (const [index, output] of tx.outputs.entries())
    outputs.set(`${txid}:${index}`, outputOf(output, { txid, index, layer: tx.layer, height, reads }))
  const [table, key, value] = tx.kind === RECORD ? (tx.witnesses[0]?.slice(-3) ?? []) : []
  if (table && key && value) records.set(`${new TextDecoder().decode(table)} ${toHex(key)}`, value)
  const spent = named.map(({ output }) => output).filter((output) => !isRead(output))
  return { spent: spent.map(({ element }) => element as Element), net: worth(tx.outputs) - worth(spent) }
}

/** Value less debt. */
const worth = (outputs: readonly { readonly element: number; readonly amount: bigint }[]): bigint =>
  outputs.reduce(
    (sum, { element, amount }) => sum + (element === VALUE ? amount : element === DEBT ? -amount : 0n),
    0n,
  )

type Place = {
  readonly txid: string
  readonly index: number
  readonly layer: number
  readonly height: number
  readonly reads: readonly string[]
}

/** What lies under other scripts that name a key (stakes, locks, holders of records) is no purse and no debt of it. */
const purses = new Set(['key-hash', 'standard-debt', 'collective', 'collective-debt'])

function outputOf(
  { element, amount, script }: Output,
  { txid, index, layer, height, reads }: Place,
): LedgerOutput {
  const standard = parseStandard(script)
  const isGiven = isHandedOn({ element, script })
  const isOwn = isGiven || purses.has(standard?.name ?? '')
  return {
    ...{
      txid,
      index,
      element,
      layer,
      amount,
      reads,
      createdHeight: height,
      spentBy: null,
      spentHeight: null,
    },
    expiryHeight: element === DEBT ? expiryOf(standard) : null,
    keyHash: isOwn ? (holderHashOf({ element, script }) ?? undefined) : undefined,
    ...(isGiven ? { isHandedOn: true } : {}),
  }
}

/** Unpaid debt among these outputs, in smallest units. */
export const unpaidOf = (outputs: Iterable<LedgerOutput>): bigint =>
  [...outputs].reduce(
    (sum, { element, amount, spentHeight }) =>
      element === DEBT && spentHeight === null ? sum + amount : sum,
    0n,
  )

const USUAL_BAD_DEBT_AGE = 259_200

/** After how many blocks past its expiry a debt is bad, as a network's configuration says. */
export const badDebtAgeOf = ({ badDebtAge }: Readonly<Record<string, unknown>>): number =>
  typeof badDebtAge === 'number' ? badDebtAge : USUAL_BAD_DEBT_AGE
