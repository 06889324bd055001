import type { BitcoinHeader } from './bitcoin/header.ts'

/** What a node knows of Bitcoin's best chain (consensus.md 5, 8). What it does not know yet is undefined. */
export type Outside = {
  /** Header b(t) of a slot at time t, `lag` seconds behind, with its height. */
  readonly lastBefore: (time: number) => (BitcoinHeader & { readonly height: number }) | undefined
  readonly at: (height: number) => BitcoinHeader | undefined
}
