import { Writer } from './codec/writer.ts'
import { debtIndexKey, recordIndexKeys } from './state-effects.ts'
import { decodePlacedOutput, decodeRecordEntry } from './state-entries.ts'
import { keyOfRecordKey, OUTPUT_PREFIX, outpointOfKey, tableOfRecordKey } from './state-keys.ts'

/**
 * What the indexes over outputs and records list; one more with every change of that, so that who keeps a state knows whether its
 * indexes are of today. 1: before there was a number; 2: debts of collectives too (docs/adr/0048).
 */
export const INDEX_VERSION = 2

/** Entries of the state that indexes list: outputs and records. */
export const INDEXED_PREFIXES: readonly string[] = [OUTPUT_PREFIX, 'r:']
/** The indexes: debts by debtor, accounts by debt key, agents by key. */
export const INDEX_PREFIXES: readonly string[] = ['x:', 'd:', 'a:']

/** What the indexes list of one entry of the state; nothing else is needed to know that. */
export function indexEntriesOf(key: string, value: Uint8Array): readonly (readonly [string, Uint8Array])[] {
  return key.startsWith(OUTPUT_PREFIX) ? ofOutput(key, value) : ofRecord(key, value)
}

function ofOutput(key: string, value: Uint8Array): readonly (readonly [string, Uint8Array])[] {
  const output = decodePlacedOutput(value)
  const index = debtIndexKey({ outpoint: outpointOfKey(key), output })
  return index === undefined ? [] : [[index, new Writer(4).u32(output.height).finish()]]
}

function ofRecord(key: string, value: Uint8Array): readonly (readonly [string, Uint8Array])[] {
  const record = decodeRecordEntry(value).value
  return recordIndexKeys(tableOfRecordKey(key), keyOfRecordKey(key), record).map((index) => [index, record])
}
