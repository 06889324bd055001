import { fromHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { decodeTransaction } from '@vc/ledger'
import { expect, it } from 'vitest'
import { found } from '../../sim/found.ts'
import { forkNetwork } from '../../test/fork-network.ts'
import { payToSelf } from '../../test/transfers.ts'
import { signedBook } from './signed-book.ts'

const network = found({ ...forkNetwork, coins: 2 })
const payments = network.coins.map((coin) => {
  const { hex } = payToSelf(network.owner, coin, 10n, new Uint8Array(32))
  const read = decodeTransaction(fromHex(hex), 1_000)
  if (!read.ok) throw new Error('a payment is read')
  return read.value
})

const state = new Uint8Array(10_000).fill(7)
const known = {
  named: [
    { element: 0, layer: 2, kind: 0, height: 1, amount: 5n, script: state.subarray(100, 125) } as const,
  ],
  signatures: [{ input: 0, type: 0, key: new Uint8Array(32), keyHash: new Uint8Array(20) }],
}

it('knows a transaction that was noted, and nothing that was made of it', () => {
  const book = signedBook()
  const [one, other] = payments.map((payment) => must(payment, 'a payment'))
  if (!one || !other) throw new Error('two payments')
  expect(payments.map(book.find)).toEqual([undefined, undefined])
  book.note(one, known)
  expect(payments.map(book.find)).toEqual([known, undefined])
  expect(book.find({ ...one, witnesses: [[new Uint8Array(64)]] })).toBeUndefined()
  expect(book.find({ ...one })).toBeUndefined()
})

it('keeps no state alive that scripts were cut from', () => {
  const one = must(payments[0], 'a payment')
  const book = signedBook()
  book.note(one, known)
  expect(book.find(one)?.named[0]?.script.buffer.byteLength).toBeLessThan(100)
})
