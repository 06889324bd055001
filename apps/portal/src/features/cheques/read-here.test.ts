import { schnorrPublicKey, sha256, toHex, utf8 } from '@vc/crypto'
import { certifyLeaf, leafSecret } from '@vc/settlement'
import { expect, test } from 'vitest'
import { accountOf, walletOf } from '../wallet/open-wallet.ts'
import { checkHere, type Known } from './read-here.ts'
import { payeeNamed, writeAndSign } from './write-cheque.ts'

const entropy = () => new Uint8Array(32).fill(9)
const { debtKeyHash: keyHash } = accountOf(entropy())
const own = sha256(utf8('a centre'))
const network = sha256(utf8('a network'))
const book = { txid: toHex(sha256(utf8('a book'))), amount: 5_000n, expiry: 90, keyHash }
const payee = '0f'.repeat(20)
const key = toHex(schnorrPublicKey(own))
const known: Known = {
  ...{ network: toHex(network), height: 10 },
  centres: [{ id: 'c', name: 'Clearing House', nameZh: '结算所', key }],
}

/** A cheque on leaf 1, written by the wallet as the page does it. */
function written(amount = 1_250n): string {
  const secretHash = sha256(leafSecret(own, new Uint8Array(16), 1))
  const leaf = {
    txid: sha256(utf8('a book')),
    index: 1,
    amount: book.amount,
    expiry: book.expiry,
    secretHash,
  }
  const { centre, signature } = certifyLeaf(own, network, leaf, Uint8Array.from(Buffer.from(keyHash, 'hex')))
  const word = { secretHash: toHex(secretHash), centre: toHex(centre), signature: toHex(signature) }
  const of = { network: toHex(network), book, leaf: { index: 1, word }, payee: payeeNamed(payee), amount }
  const wallet = walletOf(entropy())
  try {
    return writeAndSign(of, wallet)
  } finally {
    wallet.close()
  }
}

test('what one browser writes another one checks, and neither asks anybody', () => {
  const checked = checkHere(written(), known)
  expect(checked).toMatchObject({ amount: 1_250n, payee, drawer: keyHash, expiry: 90, centre: { id: 'c' } })
})

test('a cheque is refused over more than its leaf, late, on another network, or of a centre that nobody here knows', () => {
  expect(() => written(4_901n)).toThrow('cheque-over-leaf')
  const text = written()
  expect(() => checkHere(text, { ...known, height: 84 })).toThrow('cheque-expired')
  expect(() => checkHere(text, { ...known, network: '00'.repeat(32) })).toThrow('cheque-network')
  expect(() => checkHere(text, { ...known, centres: [] })).toThrow('cheque-centre-unknown')
  expect(() => checkHere(text.slice(0, -4), known)).toThrow('cheque-form')
  expect(() => payeeNamed('somebody')).toThrow('payee-unknown')
})
