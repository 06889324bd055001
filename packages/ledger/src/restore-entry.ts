import { Reader } from './codec/reader.ts'
import type { Overlay } from './state.ts'
import {
  closeEffects,
  condemn,
  createOutput,
  type Effects,
  openEffects,
  placeRecord,
  placeRoster,
  rememberDrawn,
} from './state-effects.ts'
import { condemnedKey, drawnKey, tableName } from './state-keys.ts'
import type { Element, Kind, Layer } from './transaction.ts'

/** Puts a state together from the entries of consensus.md 16 that the ledger keeps. */
export type LedgerRestore = {
  /**
   * Writes one entry with its indexes; gives the entry as the state now has it. Undefined for what is none, or is
   * there already.
   */
  readonly add: (entry: Uint8Array) => Uint8Array | undefined
  /** Nine sums of all outputs so far. */
  readonly totals: () => readonly bigint[]
  /** Writes the totals: last of all, when they are what they should be. */
  readonly close: () => void
}

/** Restores into an empty state. */
export function restoreLedger(state: Overlay): LedgerRestore {
  const effects = openEffects(state)
  return {
    add: (entry) => {
      const reader = new Reader(entry)
      const place = placers[reader.u8()]
      const isPlaced = place?.(effects, reader) ?? false
      // What came is let go of, so that a restored state is no list of its own making.
      const [created] = effects.created.splice(0)
      effects.createdOutputs.length = 0
      effects.removed.length = 0
      effects.condemned.length = 0
      return isPlaced ? created : undefined
    },
    totals: () => effects.sums,
    close: () => closeEffects(effects),
  }
}

/** Each reads the whole entry before it writes anything; false when it is none. */
type Place = (effects: Effects, reader: Reader) => boolean

const placers: Readonly<Record<number, Place>> = {
  1: placeOutput,
  2: placeNewestRecord,
  3: (effects, reader) => placeTxid(effects, reader, condemnedKey, condemn),
  8: placeGroup,
  9: (effects, reader) => placeTxid(effects, reader, drawnKey, rememberDrawn),
}

function isWhole(reader: Reader): boolean {
  reader.end()
  return reader.failure === undefined
}

function placeOutput(effects: Effects, reader: Reader): boolean {
  const outpoint = { txid: reader.bytes(32), index: reader.u32() }
  const height = reader.u32()
  const [layer, kind, element] = [reader.u8(), reader.u8(), reader.u8()]
  const amount = reader.u64()
  const script = reader.varbytes()
  if (!isWhole(reader) || !isLayer(layer) || !isKind(kind) || !isElement(element)) return false
  createOutput(effects, { outpoint, output: { height, layer, kind, element, amount, script } })
  return true
}

const isLayer = (value: number): value is Layer => value <= 2
const isElement = (value: number): value is Element => value <= 2
const isKind = (value: number): value is Kind => value <= 6

/** A record's holder is the first output of its transaction. */
function placeNewestRecord(effects: Effects, reader: Reader): boolean {
  const [table, key, value] = [reader.varbytes(), reader.varbytes(), reader.varbytes()]
  const holder = { txid: reader.bytes(32), index: 0 }
  if (!isWhole(reader)) return false
  placeRecord(effects, tableName(table), key, { value, holder })
  return true
}

function placeTxid(
  effects: Effects,
  reader: Reader,
  keyOf: (txid: Uint8Array) => string,
  place: (effects: Effects, txid: Uint8Array) => void,
): boolean {
  const txid = reader.bytes(32)
  if (!isWhole(reader) || effects.state.get(keyOf(txid)) !== undefined) return false
  place(effects, txid)
  return true
}

function placeGroup(effects: Effects, reader: Reader): boolean {
  const group = tableName(reader.varbytes())
  const outpoint = { txid: reader.bytes(32), index: reader.u32() }
  const count = reader.compactSize(Math.floor(reader.left))
  const keys: Uint8Array[] = []
  while (keys.length < count && reader.failure === undefined) keys.push(reader.varbytes())
  if (!isWhole(reader)) return false
  placeRoster(effects, group, { outpoint, keys })
  return true
}
