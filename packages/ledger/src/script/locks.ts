import type { Transaction } from '../transaction.ts'

const finalSequence = 0xffff_ffff
/** lockTime is a height below this. */
export const MAX_LOCK_HEIGHT = 500_000_000

const bit = (value: number, position: number) => Math.floor(value / 2 ** position) % 2 === 1

/** CLTV: the transaction's lockTime is a height of at least `n`, and the input does not switch it off (BIP65). */
export function isLockTimeMet(tx: Transaction, index: number, n: number): boolean {
  const sequence = tx.inputs[index]?.sequence ?? finalSequence
  if (n < 0 || n >= MAX_LOCK_HEIGHT || sequence === finalSequence) return false
  return n <= tx.lockTime && tx.lockTime < MAX_LOCK_HEIGHT
}

/** CSV: the input's sequence asks for at least `n` blocks (BIP112, blocks only). */
export function isSequenceMet(tx: Transaction, index: number, n: number): boolean {
  const sequence = tx.inputs[index]?.sequence ?? finalSequence
  if (n < 0) return false
  if (bit(n, 31)) return true
  if (bit(sequence, 31) || bit(sequence, 22) || bit(n, 22)) return false
  return n % 0x1_0000 <= sequence % 0x1_0000
}
