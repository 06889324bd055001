/** One party owes another an amount (CPMI: obligation). Parties are codes of participants; amounts in smallest units. */
export type Obligation = {
  /** Unique in the batch: who sends the same reference twice has sent one obligation. */
  readonly reference: string
  readonly debtor: string
  readonly creditor: string
  readonly amount: bigint
}
