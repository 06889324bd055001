import type { SignatureChecks } from '@vc/crypto'
import type { Asked } from './checks/asked.ts'
import type { SignedBook } from './checks/signed-book.ts'
import type { Configuration } from './configuration.ts'
import type { PlacedOutput, Transaction } from './transaction.ts'

/** Where a transaction is judged: the block that would hold it, the rules in force, and what checks signatures. */
export type Place = {
  /** Hash of the genesis block, 32 bytes. */
  readonly network: Uint8Array
  readonly height: number
  readonly configuration: Configuration
  readonly checks: SignatureChecks
  /** Whose signatures were found valid before; absent: each is checked. */
  readonly signed?: SignedBook | undefined
  /** Of drafts alone: who is asked to sign, taken for given. Absent where anything is judged that may enter the ledger. */
  readonly askedOf?: (transaction: Transaction) => Asked | undefined
  /** Hash of the act sheet; absent: no sheet is asked, 32 zero bytes. */
  readonly sheetHashOf?: (transaction: Transaction, named: readonly PlacedOutput[]) => Uint8Array
  readonly producer?: Producer
}

/** What the block gives. Amounts in smallest units. */
export type Producer = {
  /** Absent where a rule is asked before the producer is known: no penalty holds then. */
  readonly stakeKey?: Uint8Array
  /** Credit that the block may still release; absent: no limit. */
  readonly room?: bigint
  /** What the rewards of each layer must pay in sum. */
  readonly reward?: { readonly debt: bigint; readonly circulation: bigint }
}

/** What a valid transaction comes to; amounts in smallest units. */
export type Judgement = {
  readonly txid: Uint8Array
  readonly fee: bigint
  readonly netDebt: bigint
  readonly netCredit: bigint
  readonly released: bigint
  /** Signature checks counted against `maxBlockSigops`. */
  readonly sigops: number
}
