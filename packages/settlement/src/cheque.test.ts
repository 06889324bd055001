import { hash160, schnorrPublicKey, sha256, signSchnorr, utf8 } from '@vc/crypto'
import { must, type Result } from '@vc/kernel'
import { inputDigest, keyHashScript, type Output, VALUE } from '@vc/ledger'
import { expect, test } from 'vitest'
import {
  type BookRefusal,
  CHEQUE_FEE,
  CHEQUE_MARGIN,
  type Cheque,
  type ChequeRefusal,
  cashedCheque,
  certifyLeaf,
  checkBook,
  checkCheque,
  drawCheque,
  leafScript,
  leafSecret,
  MOST_LEAVES,
  readCheque,
  signedCheque,
  writeCheque,
} from './cheque.ts'

const secretOf = (name: string) => sha256(utf8(name))
const hashOf = (name: string) => hash160(schnorrPublicKey(secretOf(name)))
const network = sha256(utf8('a network'))
const bookId = new Uint8Array(16).fill(7)
const secret = leafSecret(secretOf('centre'), bookId, 3)
const leaf = {
  ...{ txid: sha256(utf8('a book')), index: 3, amount: 10_000n, expiry: 500 },
  secretHash: sha256(secret),
}
const certificate = certifyLeaf(secretOf('centre'), network, leaf, hashOf('drawer'))
const at = { network, height: 100 }

function value<T>(result: Result<T, { readonly code: string }>): T {
  return must(result.ok ? result.value : undefined, 'it is taken')
}

function signed(amount = 4_000n, by = 'drawer', change: Partial<Cheque> = {}): Cheque {
  const asked = { network, leaf, certificate, drawer: hashOf('drawer'), payee: hashOf('payee'), amount }
  const { cheque, digest } = value(drawCheque(asked))
  return {
    ...signedCheque(cheque, signSchnorr(digest, secretOf(by)), schnorrPublicKey(secretOf(by))),
    ...change,
  }
}

test('a cheque is one line of text, and says who pays whom how much until when', () => {
  const text = writeCheque(signed())
  expect(text).toMatch(/^vdcheque1:[\w-]+$/)
  expect(text.length).toBeLessThan(900)
  const read = value(readCheque(` ${text}\n`))
  expect(read).toEqual(signed())
  expect(checkCheque(read, at)).toEqual({
    ok: true,
    value: {
      ...{ drawer: hashOf('drawer'), payee: hashOf('payee'), amount: 4_000n, expiry: 500 },
      centre: schnorrPublicKey(secretOf('centre')),
    },
  })
})

test('what it does not pay goes back to the drawer, and all of a leaf but the fee can be paid', () => {
  const { outputs } = signed().transaction
  expect(outputs.map(({ amount }) => amount)).toEqual([4_000n, 6_000n - CHEQUE_FEE])
  expect(outputs[1]?.script).toEqual(keyHashScript(hashOf('drawer')))
  expect(signed(10_000n - CHEQUE_FEE).transaction.outputs).toHaveLength(1)
})

test('the centre’s secret opens this leaf only, and only the place of the secret changes', () => {
  const cheque = signed()
  const cashed = cashedCheque(cheque, secret)
  expect(cashed.witnesses[0]?.[2]).toEqual(secret)
  expect({ ...cashed, witnesses: [] }).toEqual({ ...cheque.transaction, witnesses: [] })
  const others = [leafSecret(secretOf('centre'), bookId, 4), leafSecret(secretOf('other'), bookId, 3)]
  for (const other of others) expect(sha256(other)).not.toEqual(leaf.secretHash)
})

const other = sha256(utf8('another network'))
const more = { ...leaf, amount: 90_000n }
/** One case a code: a new code without a case does not compile. */
const refused: Record<ChequeRefusal['code'], () => Result<unknown, ChequeRefusal>> = {
  'cheque-form': () => readCheque('vdcheque1:AAAA'),
  'cheque-network': () => checkCheque(signed(), { ...at, network: other }),
  // Its drawer says that more was put aside than the centre has put its word to.
  'cheque-certificate': () => checkCheque(signed(4_000n, 'drawer', { leaf: more }), at),
  'cheque-signature': () => {
    const { transaction } = signed()
    const [paid, rest] = transaction.outputs
    const outputs = [{ ...must(paid, 'a payment'), amount: 5_000n }, must(rest, 'the rest')]
    return checkCheque({ ...signed(), transaction: { ...transaction, outputs } }, at)
  },
  'cheque-over-leaf': () => {
    const asked = { network, leaf, certificate, drawer: hashOf('drawer'), payee: hashOf('payee') }
    return drawCheque({ ...asked, amount: 10_000n - CHEQUE_FEE + 1n })
  },
  'cheque-expired': () => checkCheque(signed(), { network, height: 500 - CHEQUE_MARGIN }),
}
for (const [code, ask] of Object.entries(refused))
  test(`refuses: ${code}`, () => {
    expect(ask()).toMatchObject({ ok: false, refusal: { code } })
  })

test('a drawer who signs more than the leaf holds is refused though the signature is good', () => {
  const { transaction } = signed()
  const outputs = transaction.outputs.map((output) => ({ ...output, amount: 9_000n }))
  const tx = { ...transaction, outputs }
  const named: Output[] = [
    { element: VALUE, amount: leaf.amount, script: leafScript(leaf, hashOf('drawer')) },
  ]
  const signature = signSchnorr(inputDigest({ tx, named, network }, 0), secretOf('drawer'))
  const cheque = signedCheque(
    { ...signed(), transaction: tx },
    signature,
    schnorrPublicKey(secretOf('drawer')),
  )
  expect(checkCheque(cheque, at)).toEqual({
    ...{ ok: false, refusal: { code: 'cheque-over-leaf', most: 10_000n - CHEQUE_FEE } },
  })
})

test('who is not the drawer of the leaf signs nothing that counts, and time is not asked without a height', () => {
  expect(checkCheque(signed(4_000n, 'thief'), at)).toMatchObject({ refusal: { code: 'cheque-certificate' } })
  expect(checkCheque(signed(), { network }).ok).toBe(true)
  expect(checkCheque(signed(), { network, height: 500 - CHEQUE_MARGIN - 1 }).ok).toBe(true)
})

test('a text that lost a sign, or gained one, is no cheque', () => {
  const text = writeCheque(signed())
  for (let length = 0; length < text.length; length += 7)
    expect(readCheque(text.slice(0, length))).toMatchObject({ refusal: { code: 'cheque-form' } })
  expect(readCheque(`${text}AA`)).toMatchObject({ refusal: { code: 'cheque-form' } })
})

test('a book has leaves that hold more than a fee, and lasts from 20 blocks to a year', () => {
  const book = { leaves: 3, amount: 10_000n, expiry: 500 }
  expect(checkBook(book, 480, 10)).toEqual({ ok: true, value: true })
  const wrong: Record<BookRefusal['code'], object[]> = {
    'cheque-leaves': [{ leaves: 0 }, { leaves: MOST_LEAVES + 1 }],
    'cheque-leaf-small': [{ amount: CHEQUE_FEE }],
    'cheque-expiry': [{ expiry: 499 }, { expiry: 480 + 3_661 }],
  }
  for (const [code, changes] of Object.entries(wrong))
    for (const change of changes)
      expect(checkBook({ ...book, ...change }, 480, 10)).toMatchObject({ refusal: { code } })
})
