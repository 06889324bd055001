/** What a transaction is made of (ledger.md 1–3, 11). Bytes stand in the order in which they travel. */

export const VALUE = 0
export const CREDIT = 1
export const DEBT = 2
/** value, credit or debt. */
export type Element = typeof VALUE | typeof CREDIT | typeof DEBT

export const MANAGEMENT = 0
export const DEBT_LAYER = 1
export const CIRCULATION = 2
/** Management is the highest layer: a smaller number is higher. */
export type Layer = typeof MANAGEMENT | typeof DEBT_LAYER | typeof CIRCULATION

export const TRANSFER = 0
export const CREDIT_KIND = 1
export const PENALTY = 2
export const RECORD = 3
export const GROUP = 4
export const STAKE = 5
export const REWARD = 6
export type Kind = 0 | 1 | 2 | 3 | 4 | 5 | 6

/** The name of an output: 32 bytes of txid and its index. */
export type Outpoint = { readonly txid: Uint8Array; readonly index: number }
export type Input = Outpoint & { readonly sequence: number }
/** An amount of one element under a script; amount in smallest units, below 2^53. */
export type Output = { readonly element: Element; readonly amount: bigint; readonly script: Uint8Array }
/** A debtor's signature for a debt output that it takes on (ledger.md 6). */
export type Acceptance = { readonly output: number; readonly key: Uint8Array; readonly signature: Uint8Array }

export type Transaction = {
  readonly version: number
  readonly layer: Layer
  readonly kind: Kind
  /** All zero, or the id of the atomic bundle. */
  readonly bundle: Uint8Array
  readonly inputs: readonly Input[]
  readonly outputs: readonly Output[]
  readonly premium: bigint
  readonly lockTime: number
  /** One list of items for each input. */
  readonly witnesses: readonly (readonly Uint8Array[])[]
  readonly acceptances: readonly Acceptance[]
}

/** An output as the state keeps it. `height` is that of the block that wrote it. */
export type PlacedOutput = Output & { readonly layer: Layer; readonly kind: Kind; readonly height: number }

export const NO_BUNDLE: Uint8Array = new Uint8Array(32)
export const MAX_AMOUNT = 2n ** 53n - 1n
