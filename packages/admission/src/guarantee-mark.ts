import { canonicalJson, keyHashScript, recordScript } from '@vc/ledger'
import type { Guarantee } from './guarantee.ts'

/** The table that a credit's guarantees are committed to in; the key is the application's id, 16 bytes. */
export const PLEDGE_TABLE = 'pledge'
/** What lies under the commitment: an output must hold something. */
export const PLEDGE_MARK = 1n

/** The one text of what stands behind a credit (RFC 8785 JSON): whoever has it finds it again in the transaction that gave the debt. */
export const guaranteesText = (list: readonly Guarantee[]): Uint8Array =>
  canonicalJson(
    list.map(({ kind, reference, description, cover }) => ({
      ...{ kind, reference, description, cover: cover.toString() },
    })),
  )

/**
 * The script under which a credit marks its guarantees (docs/adr/0035): a record script of the debtor's key over the text's hash,
 * so that no payment takes it for change and the smallest unit under it stays the debtor's.
 */
export const guaranteesMark = (
  applicationKey: Uint8Array,
  list: readonly Guarantee[],
  debtorKeyHash: Uint8Array,
): Uint8Array =>
  recordScript(PLEDGE_TABLE, applicationKey, guaranteesText(list), keyHashScript(debtorKeyHash))
