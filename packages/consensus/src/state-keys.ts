import { toHex } from '@vc/crypto'
import type { Outpoint } from '@vc/ledger'

/** The chain entry of consensus.md 16. */
export const CHAIN_KEY = 'h'
/** The lattice behind `stateHash`, 2,048 bytes. */
export const LATTICE_KEY = 'l'
/** Time of genesis, u32: constant. */
export const GENESIS_TIME_KEY = 'n'
/** Fees of the last block, u64. The chain entry's carry alone does not tell them. */
export const FEES_KEY = 'f'

const hex32 = (number: number) => number.toString(16).padStart(8, '0')

export const stakeKey = (outpoint: Outpoint) => `s:${toHex(outpoint.txid)}:${hex32(outpoint.index)}`
export const STAKE_PREFIX = 's:'
export const SUSPENDED_PREFIX = 'u:'
export const suspendedKey = (key: Uint8Array) => `${SUSPENDED_PREFIX}${toHex(key)}`

/** Recorded claims, by the height that they are for (consensus.md 8). */
export const CLAIM_PREFIX = 'k:'
export const claimPrefix = (height: number) => `${CLAIM_PREFIX}${hex32(height)}:`
export const claimKey = (height: number, claimId: Uint8Array) => `${claimPrefix(height)}${toHex(claimId)}`

/** Index: the mix after the last block of an epoch; only as far back as a coming block may ask. */
export const MIX_PREFIX = 'b:'
export const mixKey = (epoch: number) => `${MIX_PREFIX}${hex32(epoch)}`

/** Index: the voters from a height on, keys one after the other; written where they change. */
export const VOTERS_PREFIX = 'v:'
/** Index: checkpoints that the branch has recorded as justified, hash by height; from the final one on. */
export const JUSTIFIED_PREFIX = 'j:'
export const justifiedKey = (height: number) => `${JUSTIFIED_PREFIX}${hex32(height)}`
/** Index: the height recorded as final from a height on, u32; written where it changes. */
export const FINAL_PREFIX = 'q:'
export const heightKey = (prefix: typeof VOTERS_PREFIX | typeof FINAL_PREFIX, height: number) =>
  `${prefix}${hex32(height)}`
export const numberOfKey = (key: string) => Number.parseInt(key.slice(key.lastIndexOf(':') + 1), 16)
