/** The numbers of the rules that judge a transaction (configuration.md 6). Names are the specification's. */
export type Configuration = {
  readonly maxTransactionBytes: number
  readonly maxBlockSigops: number
  /** Parts of 10,000 of the credit released. */
  readonly maxPremium: number
  /** Parts of 10,000 of what a penalty freezes. */
  readonly penaltyBounty: number
  readonly creditUnit: bigint
  /** Signatures asked for each of the 16 denominations; 0 is a majority. */
  readonly creditApprovals: readonly number[]
  readonly recordApprovals: number
  readonly badDebtAge: number
  readonly overdueFreeze: boolean
  readonly namedDebtorsOnly: boolean
  readonly namedAccountsOnly: boolean
  readonly hardwareKeysOnly: boolean
  readonly rpIds: readonly string[]
  readonly origins: readonly string[]
}

/** The defaults of ledger.md and vectors/README.md; a network's own values replace them by spreading. */
export const defaultConfiguration: Configuration = {
  maxTransactionBytes: 100_000,
  maxBlockSigops: 20_000,
  maxPremium: 500,
  penaltyBounty: 1000,
  creditUnit: 1_000_000n,
  creditApprovals: [1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 0, 0, 0, 0],
  recordApprovals: 0,
  badDebtAge: 259_200,
  overdueFreeze: true,
  namedDebtorsOnly: false,
  namedAccountsOnly: false,
  hardwareKeysOnly: false,
  rpIds: [],
  origins: [],
}
