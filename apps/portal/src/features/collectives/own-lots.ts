import { toHex } from '@vc/crypto'
import { DEBT, type Output, parseCollectiveDebt, parseStandardDebt } from '@vc/ledger'

/** A lot that is owed, as the bytes have it; `id` in hex: the collective's, or the hash of a key. */
export type OwnLot = { readonly id: string; readonly amount: bigint; readonly expiryHeight: number }

/** The debts under collectives' votes among outputs. */
export const ownLots = (outputs: readonly Output[]): readonly OwnLot[] =>
  outputs.flatMap(({ element, script, amount }) => {
    const read = element === DEBT ? parseCollectiveDebt(script) : undefined
    return read ? [{ id: toHex(read.id), amount, expiryHeight: read.expiryHeight }] : []
  })

/** The debts of keys among outputs. */
export const keysLots = (outputs: readonly Output[]): readonly OwnLot[] =>
  outputs.flatMap(({ element, script, amount }) => {
    const read = element === DEBT ? parseStandardDebt(script) : undefined
    return read ? [{ id: toHex(read.hash), amount, expiryHeight: read.expiryHeight }] : []
  })

export const sumOf = (list: readonly { readonly amount: bigint }[]): bigint =>
  list.reduce((sum, { amount }) => sum + amount, 0n)
