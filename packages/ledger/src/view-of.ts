import { applyTransaction } from './apply-transaction.ts'
import { POWER_CREDIT, parseAccount, parseAgent } from './kinds/record-values.ts'
import { Overlay, type StateReader } from './state.ts'
import { rosterAt } from './state-effects.ts'
import { decodePlacedOutput, decodeRecordEntry, decodeRoster } from './state-entries.ts'
import {
  agentPrefix,
  CONDEMNED_PREFIX,
  condemnedKey,
  debtKeyPrefix,
  drawnKey,
  outputKey,
  parseStandardDebtKey,
  recordKey,
  rosterKey,
  standardDebtPrefix,
} from './state-keys.ts'
import type { Outpoint, PlacedOutput } from './transaction.ts'
import type { View } from './view.ts'

/**
 * The state as a judgement sees it. `height`: of the block being judged. `parent`: the state before that block when
 * `reader` already has transactions of it; what is read, and what is overdue, is asked there (ledger.md 3, 6).
 */
export function viewOf(
  reader: StateReader,
  { parent = reader, height }: { readonly parent?: StateReader; readonly height: number },
): View {
  return {
    findOutput: (outpoint) => findOutput(reader, outpoint),
    findReadable: (outpoint) => findOutput(parent, outpoint),
    findRecord: (table, key) => decoded(reader.get(recordKey(table, key)), decodeRecordEntry),
    findRoster: (group) => decoded(reader.get(rosterKey(group)), decodeRoster),
    groupOf: (outpoint) => rosterAt(reader, outpoint)?.group,
    isCondemned: (txid) => isAny(reader, CONDEMNED_PREFIX) && reader.get(condemnedKey(txid)) !== undefined,
    isDrawn: (txid) => reader.get(drawnKey(txid)) !== undefined,
    isActiveDebtKey: (keyHash) => accountsOf(reader, keyHash).some(({ status }) => status === 1),
    commitmentsOfDebtKey: (keyHash) => accountsOf(reader, keyHash).map(({ commitment }) => commitment),
    isCreditAgent: (keyHash) => isCreditAgent(reader, keyHash),
    hasOverdueDebt: (keyHash, at) => hasOverdueDebt(parent, keyHash, at),
    onParent: () => viewOf(parent, { height }),
    after(transaction) {
      const next = new Overlay(reader)
      applyTransaction(next, transaction, height)
      return viewOf(next, { parent, height })
    },
  }
}

/** An unspent debt of either standard form, in any layer. `writtenAt`: height of the block that wrote it. */
export type ListedDebt = {
  /** Of a collective HASH160 of its id. */
  readonly keyHash: Uint8Array
  readonly expiryHeight: number
  readonly outpoint: Outpoint
  readonly writtenAt: number
}

/** The unspent standard debts of one debtor by expiry height, or of all: the overdue and the bad are among them. */
export function* standardDebts(reader: StateReader, keyHash?: Uint8Array): Iterable<ListedDebt> {
  for (const [key, value] of reader.range(keyHash === undefined ? 'x:' : standardDebtPrefix(keyHash))) {
    yield listedDebt(key, value)
  }
}

function listedDebt(key: string, value: Uint8Array): ListedDebt {
  const writtenAt = new DataView(value.buffer, value.byteOffset, 4).getUint32(0, true)
  return { ...parseStandardDebtKey(key), writtenAt }
}

/** Is there any entry? Of most states no transaction is condemned, and to see that costs less than to ask for one. */
function isAny(reader: StateReader, prefix: string): boolean {
  for (const _ of reader.range(prefix)) return true
  return false
}

function findOutput(reader: StateReader, outpoint: Outpoint): PlacedOutput | undefined {
  return decoded(reader.get(outputKey(outpoint)), decodePlacedOutput)
}

function accountsOf(reader: StateReader, keyHash: Uint8Array) {
  return [...reader.range(debtKeyPrefix(keyHash))].flatMap(([, value]) => parseAccount(value) ?? [])
}

function isCreditAgent(reader: StateReader, keyHash: Uint8Array): boolean {
  for (const [, value] of reader.range(agentPrefix(keyHash))) {
    const agent = parseAgent(value)
    if (agent !== undefined && (agent.powers & POWER_CREDIT) !== 0) return true
  }
  return false
}

function hasOverdueDebt(reader: StateReader, keyHash: Uint8Array, height: number): boolean {
  for (const [key, value] of reader.range(standardDebtPrefix(keyHash))) {
    const debt = listedDebt(key, value)
    if (debt.expiryHeight > height) return false
    if (debt.writtenAt < height) return true
  }
  return false
}

function decoded<T>(bytes: Uint8Array | undefined, decode: (bytes: Uint8Array) => T): T | undefined {
  return bytes === undefined ? undefined : decode(bytes)
}
