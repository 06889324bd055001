import { equalBytes, fromHex, hash160, utf8 } from '@vc/crypto'
import { parseJson } from '@vc/kernel'
import {
  canonicalJson,
  keyHashScript,
  RECORD,
  readRecordItems,
  type Transaction,
  tableName,
} from '@vc/ledger'

/** What a work can be (requirements V-190). */
export const workFields = [
  ...(['patent', 'trademark', 'copyright', 'music', 'video', 'software', 'art', 'notarisation'] as const),
  ...(['writing', 'education', 'other'] as const),
] as const
export type WorkField = (typeof workFields)[number]

/** A dated draft of a work, as its record tells it: ids of the work, its title and kind, and the SHA256 of the draft's bytes in hex. */
export type WorkDraft = {
  readonly work: string
  readonly title: string
  readonly field: string
  readonly fingerprint: string
}

/** The table of the ledger in which drafts of works stand: key is the draft's own id, value `draftValue`. */
export const WORK_TABLE = 'work'

/** What the record of a draft says (RFC 8785 JSON). The file itself is nobody's but its owner's. */
export const draftValue = ({ work, title, field, fingerprint }: WorkDraft): Uint8Array =>
  canonicalJson({ work, title, field, fingerprint })

/** Reads the record of a draft; undefined for anything but the very bytes that `draftValue` writes. */
export function readDraftValue(value: Uint8Array): WorkDraft | undefined {
  const { work, title, field, fingerprint } = objectOf(value)
  if (!isText(work) || !isText(title) || !isText(field) || !isText(fingerprint)) return undefined
  const draft = { work, title, field, fingerprint }
  return equalBytes(draftValue(draft), value) ? draft : undefined
}

/** The fields of a JSON object in bytes; none for anything else. */
export function objectOf(value: Uint8Array): Readonly<Record<string, unknown>> {
  const parsed = parseJson(new TextDecoder().decode(value))
  return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {}
}

export const isText = (value: unknown): value is string => typeof value === 'string'

/**
 * The draft that a record transaction puts on the ledger for this account (HASH160, hex): of table `work`, guarded and held
 * by the account's own key. Undefined for everything else, a record that somebody wrote in the account's name included.
 */
export function draftOf(record: Transaction, account: string): WorkDraft | undefined {
  const items = record.kind === RECORD ? readRecordItems(record) : undefined
  if (!items || tableName(items.table) !== WORK_TABLE) return undefined
  const isOwn = equalBytes(record.outputs[0]?.script ?? utf8(''), keyHashScript(fromHex(account)))
  return isOwn && isGuardedBy(record, fromHex(account)) ? readDraftValue(items.value) : undefined
}

/** Whether an account's own key opened a record: by signature and key before table, key and value; k of n has no 32-byte item there. */
export function isGuardedBy({ witnesses }: Transaction, account: Uint8Array): boolean {
  const [, key, ...rest] = witnesses[0] ?? []
  return key?.length === 32 && rest.length === 3 && equalBytes(hash160(key), account)
}
