import { canonicalJson, keyHashScript, recordScript } from '@vc/ledger'
import { LEDGER_FEE } from './fee.ts'
import type { Guarantee } from './guarantee.ts'

/** The table that a credit's terms are committed to in; the key is the application's id, 16 bytes. */
export const PLEDGE_TABLE = 'pledge'
/** What lies under the commitment: an output must hold something. */
export const PLEDGE_MARK = 1n
/** What giving a credit takes out of it: the ledger's fee and the mark of its terms. */
export const GRANT_COST = LEDGER_FEE + PLEDGE_MARK

/** Guarantees as they stand in a text that is committed to. */
export const guaranteesJson = (list: readonly Guarantee[]) =>
  list.map(({ kind, reference, description, cover }) => ({
    ...{ kind, reference, description, cover: cover.toString() },
  }))

/** What stands behind a credit as one text (RFC 8785 JSON): what credits committed to before they did to all their terms. */
export const guaranteesText = (list: readonly Guarantee[]): Uint8Array => canonicalJson(guaranteesJson(list))

/** The script of such a credit's mark: of the debtor's key over the text's hash, as `grantMark` is over that of the terms. */
export const guaranteesMark = (
  applicationKey: Uint8Array,
  list: readonly Guarantee[],
  debtorKeyHash: Uint8Array,
): Uint8Array =>
  recordScript(PLEDGE_TABLE, applicationKey, guaranteesText(list), keyHashScript(debtorKeyHash))
