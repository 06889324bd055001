import { toHex } from '@vc/crypto'
import { findCursor, findTransaction, ownersOf, transactionsOf } from '@vc/db'
import { circulationMode, type Element } from '@vc/ledger'
import { z } from 'zod'
import { hexInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { shownOutput, shownRecord } from './show.ts'

/** The bundle of a transaction that is in none. */
const ALONE = /^0+$/

const elementsOf = (outputs: readonly { readonly element: number }[]) =>
  outputs.map(({ element }) => element as Element)

/** A transaction with what it names and wrote, how it circulates value, the record in it, its bytes, and how final it is. */
export const transactionRoute = allowed('network.read', reads)
  .input(z.strictObject({ txid: hexInput(32) }))
  .query(async ({ ctx, input }) => {
    const found = await findTransaction(ctx.db, input.txid)
    if (found === undefined) throw refusalToError({ code: 'not-found' })
    const { transaction, named, written, record } = found
    const { bytes, ...row } = transaction
    const keys = [...named, ...written].flatMap(({ keyHash }) => (keyHash === null ? [] : [keyHash]))
    const cursor = await findCursor(ctx.db)
    const inBlock = ALONE.test(row.bundle) ? [] : await transactionsOf(ctx.db, row.height)
    return {
      transaction: { ...row, size: bytes.length, bytes: toHex(bytes) },
      named: named.map(shownOutput),
      written: written.map(shownOutput),
      mode: circulationMode({
        spent: elementsOf(named.filter(({ reads }) => !reads)),
        written: elementsOf(written),
      }),
      record: record === undefined ? null : shownRecord(record),
      /** Every transaction of its bundle in their order; none when it stands alone. */
      legs: inBlock.filter(({ bundle }) => bundle === row.bundle).map(({ txid }) => txid),
      owners: await ownersOf(ctx.db, [...new Set(keys)]),
      height: cursor?.height ?? -1,
      final: row.height <= (cursor?.finalHeight ?? -1),
      justified: row.height <= (cursor?.justifiedHeight ?? -1),
    }
  })
