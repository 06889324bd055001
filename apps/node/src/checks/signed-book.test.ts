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

const message = new Uint8Array(10_000).fill(7)
const known = {
  named: [
    { element: 0, layer: 2, kind: 0, height: 1, amount: 5n, script: message.subarray(100, 125) } as const,
  ],
  signatures: [{ input: 0, type: 0, key: message.subarray(0, 32), keyHash: message.subarray(50, 70) }],
}

it('knows a transaction by what it is, and forgets the oldest', () => {
  const book = signedBook(6)
  expect(payments.map(book.find)).toEqual(payments.map(() => undefined))
  for (const payment of payments) book.note(payment, known)
  expect(payments.map((payment) => book.find(payment) !== undefined)).toEqual([
    ...[false, false, false, true, true, true],
  ])
  const [, , , kept] = payments
  const copy = kept && { ...kept }
  expect(copy && book.find(copy)).toEqual(known)
  expect(copy && book.find({ ...copy, witnesses: [[new Uint8Array(64)]] })).toBeUndefined()
})

it('keeps no message alive that signatures and scripts were cut from, and counts signatures', () => {
  const [first, second] = payments
  if (!first || !second) throw new Error('two payments')
  const book = signedBook(4)
  book.note(first, { ...known, signatures: [...known.signatures, ...known.signatures] })
  const found = book.find(first)
  const cut = [found?.named[0]?.script, found?.signatures[0]?.key, found?.signatures[0]?.keyHash]
  for (const bytes of cut) expect(bytes?.buffer.byteLength).toBeLessThan(100)
  book.note(second, { ...known, signatures: [...known.signatures, ...known.signatures] })
  expect([first, second].map((one) => book.find(one) !== undefined)).toEqual([false, true])
})
