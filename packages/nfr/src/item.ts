import { equalBytes, fromHex } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import {
  canonicalJson,
  keyHashScript,
  RECORD,
  type RecordWrite,
  readRecordItems,
  type Transaction,
  tableName,
  txidOf,
} from '@vc/ledger'
import { isGuardedBy, isText, objectOf } from './work.ts'

/** A thing in a game, one of its kind (requirements V-200): what its studio calls it, and the studio's account (HASH160, hex). */
export type Item = {
  readonly item: string
  /** The title's code and name of the item, as the studio wrote them. */
  readonly title: string
  readonly name: string
  readonly issuer: string
}

/** The table of the ledger in which items stand: key is the item's id, and whoever can spend the record's holder has the item. */
export const ITEM_TABLE = 'item'

/** The record of an item (RFC 8785 JSON). It is the same through all hands: whose it is the record's holder says. */
export const itemWrite = ({ item, title, name, issuer }: Item): RecordWrite => ({
  ...{ table: ITEM_TABLE, key: fromHex(item.replaceAll('-', '')) },
  value: canonicalJson({ item, title, name, issuer }),
})

/** Reads the record of an item; undefined for anything but the very bytes that `itemWrite` writes. */
export function readItem(value: Uint8Array): Item | undefined {
  const { item, title, name, issuer } = objectOf(value)
  if (!isText(item) || !isText(title) || !isText(name) || !isText(issuer)) return undefined
  if (!/^[0-9a-f-]{36}$/.test(item) || !/^[0-9a-f]{40}$/.test(issuer)) return undefined
  const read = { item, title, name, issuer }
  return equalBytes(itemWrite(read).value, value) ? read : undefined
}

export type ItemFault = 'item-form' | 'item-issuer' | 'item-hand'

/**
 * Whether records of one key, the oldest first, are an item in its hands, from the ledger's transactions alone: the issuer's own account
 * wrote the first, every later one says the same and spends what held it before. Gives the item; its holder is output 0 of the last.
 */
export function checkItem(records: readonly Transaction[]): Result<Item, ItemFault> {
  const [first, ...later] = records
  const items = first?.kind === RECORD ? readRecordItems(first) : undefined
  const item = items && readItem(items.value)
  if (!first || !items || !item || tableName(items.table) !== ITEM_TABLE) return refuse('item-form')
  if (!equalBytes(items.key, itemWrite(item).key)) return refuse('item-form')
  if (!isGuardedBy(first, fromHex(item.issuer))) return refuse('item-issuer')
  const follows = later.every((record, at) => isHandedOn(records[at] ?? first, record))
  return follows ? ok(item) : refuse('item-hand')
}

/** Whether a record says of the same pair what the one before said, and spends what held that. */
export function isHandedOn(before: Transaction, record: Transaction, value?: Uint8Array): boolean {
  const [was, is] = [readRecordItems(before), readRecordItems(record)]
  if (record.kind !== RECORD || !was || !is) return false
  const holder = txidOf(before)
  const spends = record.inputs.some(({ txid, index }) => index === 0 && equalBytes(txid, holder))
  const isPair = equalBytes(was.table, is.table) && equalBytes(was.key, is.key)
  return spends && isPair && equalBytes(is.value, value ?? was.value)
}

/** Whether a record is held by an account (HASH160, hex). */
export const isHeldBy = ({ outputs }: Transaction, account: string): boolean =>
  equalBytes(outputs[0]?.script ?? new Uint8Array(), keyHashScript(fromHex(account)))
