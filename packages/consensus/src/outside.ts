import type { BitcoinHeader } from './bitcoin/header.ts'

/** What a node knows of Bitcoin's best chain (consensus.md 5, 8). What it does not know yet is undefined. */
export type Outside = {
  /** The highest header with none up to it later than this time, with its height: for t − `beacon.lag` it is b(t). */
  readonly lastBefore: (time: number) => (BitcoinHeader & { readonly height: number }) | undefined
  readonly at: (height: number) => BitcoinHeader | undefined
}
