import { fromHex } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import { canonicalJson, keyHashScript, type Payment, recordScript } from '@vc/ledger'

/** A loan of a collective's account to one of its members, as both agree to it; amounts in smallest units (docs/adr/0026). */
export type LoanTerms = {
  /** The id that the collective's outputs are locked to, hex. */
  readonly collective: string
  /** The member's account, HASH160 in hex. */
  readonly borrower: string
  readonly amount: bigint
  /** What is paid back on top of the amount. */
  readonly price: bigint
  /** From this height on what is left is overdue. */
  readonly due: number
  readonly purpose: string
}

export type LoanRefusal =
  | { readonly code: 'loan-due'; readonly least: number; readonly most: number }
  | { readonly code: 'loan-price' }
  | { readonly code: 'loan-too-long' }
export type RepaymentRefusal = { readonly code: 'repayment-over-owed'; readonly left: bigint }

/** The table that a loan's terms are committed to in; the key is the proposal's id, 16 bytes. */
export const LOAN_TABLE = 'loan'
/** What lies under the commitment: an output must hold something. */
export const LOAN_MARK = 1n
const MOST_DAYS = 1_098
const MOST_BYTES = 4_096

/** What the transaction of a loan commits to (RFC 8785 JSON): whoever has the terms can find them in its bytes. */
export const loanValue = ({ amount, price, due, ...rest }: LoanTerms): Uint8Array =>
  canonicalJson({ ...rest, amount: amount.toString(), price: price.toString(), due: due.toString() })

/**
 * What the transaction of a loan pays, in this order: the member, and the mark that commits to the terms. It lies under a record
 * script of the member's key, so that no payment takes it for change.
 */
export function loanPayments(key: Uint8Array, terms: LoanTerms): readonly Payment[] {
  const owner = keyHashScript(fromHex(terms.borrower))
  const mark = recordScript(LOAN_TABLE, key, loanValue(terms), owner)
  return [
    { to: owner, amount: terms.amount },
    { to: mark, amount: LOAN_MARK },
  ]
}

/** The key of a loan's commitment: the 16 bytes of its proposal's id. */
export const loanKey = (proposalId: string): Uint8Array => fromHex(proposalId.replaceAll('-', ''))

/**
 * Checks the terms of a loan that is voted on until a height: it is due after the vote, within three years, and costs at most
 * as much again.
 */
export function checkLoan(
  terms: LoanTerms,
  closesAt: number,
  blocksPerDay: number,
): Result<true, LoanRefusal> {
  const [least, most] = [closesAt + 1, closesAt + MOST_DAYS * blocksPerDay]
  if (terms.due < least || terms.due > most) return refuse({ code: 'loan-due', least, most })
  if (terms.price < 0n || terms.price > terms.amount) return refuse({ code: 'loan-price' })
  return loanValue(terms).length > MOST_BYTES ? refuse({ code: 'loan-too-long' }) : ok(true)
}

/** How a loan stands that a block has paid. */
export type LoanBooks = {
  readonly repaid: bigint
  readonly owed: bigint
  readonly state: 'owed' | 'overdue' | 'repaid'
}

/** What is owed of a loan at a height, by the parts that blocks have paid back. */
export function loanBooks(
  { amount, price, due }: Pick<LoanTerms, 'amount' | 'price' | 'due'>,
  parts: readonly bigint[],
  height: number,
): LoanBooks {
  const repaid = parts.reduce((sum, part) => sum + part, 0n)
  const owed = amount + price - repaid
  if (owed <= 0n) return { repaid, owed: 0n, state: 'repaid' }
  return { repaid, owed, state: height >= due ? 'overdue' : 'owed' }
}

/** Takes a part only up to what is owed without the parts that are on their way. */
export function checkRepayment(of: {
  readonly owed: bigint
  readonly coming: bigint
  readonly amount: bigint
}): Result<true, RepaymentRefusal> {
  const left = of.owed > of.coming ? of.owed - of.coming : 0n
  return of.amount > left ? refuse({ code: 'repayment-over-owed', left }) : ok(true)
}
