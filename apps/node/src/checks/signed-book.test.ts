import { fromHex } from '@vc/crypto'
import { decodeTransaction } from '@vc/ledger'
import { expect, it } from 'vitest'
import { found } from '../../sim/found.ts'
import { forkNetwork } from '../../test/fork-network.ts'
import { payToSelf } from '../../test/transfers.ts'
import { signedBook } from './signed-book.ts'

const network = found({ ...forkNetwork, coins: 6 })
const payments = network.coins.map((coin) => {
  const { hex } = payToSelf(network.owner, coin, 10n, new Uint8Array(32))
  const read = decodeTransaction(fromHex(hex), 1_000)
  if (!read.ok) throw new Error('a payment is read')
  return read.value
})

it('knows a transaction by what it is, and forgets the oldest', () => {
  const book = signedBook(6)
  const known = { named: [], signatures: [] }
  expect(payments.map(book.find)).toEqual(payments.map(() => undefined))
  for (const payment of payments) book.note(payment, known)
  expect(payments.map((payment) => book.find(payment) === known)).toEqual([
    ...[false, false, false, true, true, true],
  ])
  const [, , , kept] = payments
  const copy = kept && { ...kept }
  expect(copy && book.find(copy)).toBe(known)
  expect(copy && book.find({ ...copy, witnesses: [[new Uint8Array(64)]] })).toBeUndefined()
})
