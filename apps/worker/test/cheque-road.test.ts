import type { TestBrowser } from '@vc/api/testing'
import { startTestNetwork, type TestNetwork } from '@vc/api/testing-network'
import { fromHex, signSchnorr, toHex } from '@vc/crypto'
import { schema } from '@vc/db'
import { must } from '@vc/kernel'
import { standardDebtScript, VALUE } from '@vc/ledger'
import {
  CHEQUE_FEE,
  CHEQUE_MARGIN,
  checkCheque,
  drawCheque,
  readCheque,
  signedCheque,
  writeCheque,
} from '@vc/settlement'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WorkerDeps } from '../src/deps.ts'
import { submissionHooks } from '../src/hooks.ts'
import { rebuildProjections, tableDigest } from '../src/rebuild.ts'
import { accountOf, foundedChain, type JudgedChain, type Keys, keysOf, signByWallet } from './judged-chain.ts'
import { sample } from './sample-transactions.ts'
import type { ScriptedNode } from './scripted-node.ts'
import { drain, readTransaction, type SigningPerson, signingPerson } from './worker-kit.ts'

const FEE = 100n
const [ann, ben, mei, shop] = ['ann', 'ben', 'mei', 'shop'].map(keysOf) as [Keys, Keys, Keys, Keys]

let network: TestNetwork
let node: ScriptedNode
let deps: WorkerDeps
let chain: JudgedChain
let centre: SigningPerson
let browsers: ReadonlyMap<Keys, TestBrowser>

beforeAll(async () => {
  network = await startTestNetwork()
  network.reset()
  const { organisationId } = await network.found('settlement-centre')
  centre = await signingPerson(network, organisationId, 'settlement-centre')
  const people = [ann, ben, mei, shop]
  browsers = new Map(
    await Promise.all(people.map(async (one) => [one, await accountOf(network, one)] as const)),
  )
  const value = ({ script }: Keys, amount: bigint) => ({ element: VALUE, amount, script }) as const
  const late = { element: 2, amount: 500n, script: standardDebtScript(mei.hash, 8) } as const
  const founding = [sample([], [value(ann, 90_000n), value(ben, 20_000n), value(mei, 20_000n), late])]
  ;({ node, deps, chain } = await foundedChain(network, founding, ann.secret))
}, 120_000)
afterAll(() => network?.stop())

const browserOf = (keys: Keys) => must(browsers.get(keys), 'a holder')

type Word = { secretHash: string; centre: string; signature: string }
type Leaf = { index: number; state: string; word: Word | null }
type Book = { id: string; txid: string; amount: bigint; expiry: number; leaves: Leaf[] }

async function booksOf(keys: Keys): Promise<Book[]> {
  const { value } = await browserOf(keys).ask('cheques.books', undefined)
  return (value as { books: Book[] }).books
}
const statesOf = async (keys: Keys) => (await booksOf(keys))[0]?.leaves.map(({ state }) => state)

const putsAside = (keys: Keys, change: object = {}) =>
  browserOf(keys).call('cheques.putAside', {
    ...{ commandKey: crypto.randomUUID(), centreId: centre.organisationId, leaves: 3, amount: 5_000n },
    ...{ expiry: node.height() + 40, ...change },
  })

async function put(keys: Keys, change: object = {}): Promise<Book> {
  const { actId } = (await putsAside(keys, change)).value as { actId: string }
  expect(await signByWallet(browserOf(keys), actId, keys)).toMatchObject({ value: { status: 'submitted' } })
  expect(await chain.nextBlock()).toBe(FEE)
  return must((await booksOf(keys))[0], 'a book')
}

/** A cheque drawn and signed without asking anybody: all that is needed was read with the book. */
function write(keys: Keys, book: Book, index: number, to: Keys, amount: bigint): string {
  const word = must(book.leaves[index]?.word ?? undefined, 'a leaf that is ready')
  const leaf = {
    ...{ txid: fromHex(book.txid), index, amount: book.amount, expiry: book.expiry },
    secretHash: fromHex(word.secretHash),
  }
  const certificate = { centre: fromHex(word.centre), signature: fromHex(word.signature) }
  const of = {
    network: network.deps().env.network,
    leaf,
    certificate,
    drawer: keys.hash,
    payee: to.hash,
    amount,
  }
  const drawn = drawCheque(of)
  const { cheque, digest } = must(drawn.ok ? drawn.value : undefined, 'the leaf holds it')
  return writeCheque(signedCheque(cheque, signSchnorr(digest, keys.secret), keys.key))
}

const present = (by: Keys, cheque: string, commandKey: string = crypto.randomUUID()) =>
  browserOf(by).call('cheques.present', { commandKey, cheque })

async function purse({ hash }: Keys): Promise<bigint> {
  const rows = await deps.db
    .select()
    .from(schema.outputs)
    .where(eq(schema.outputs.keyHash, toHex(hash)))
  return rows
    .filter(({ spentHeight, element }) => spentHeight === null && element === VALUE)
    .reduce((sum, { amount }) => sum + amount, 0n)
}

test('a holder puts value aside at a centre that takes cheques, and only there', async () => {
  expect((await putsAside(ann)).code).toBe('not-found')
  expect((await browserOf(ann).call('cheques.open')).code).toBe('not-allowed')
  const opened = await centre.browser.call('cheques.open')
  expect((await centre.browser.call('cheques.open')).value).toEqual(opened.value)
  const told = (await browserOf(ben).ask('cheques.centres', undefined)).value
  expect(told).toMatchObject({ centres: [{ id: centre.organisationId, ...(opened.value as object) }] })
  expect((await putsAside(ann, { expiry: node.height() + 19 })).code).toBe('cheque-expiry')
  expect((await putsAside(ann, { leaves: 21 })).code).toBe('cheque-leaves')
  expect((await putsAside(ann, { amount: 50_000n })).code).toBe('value-short')
  await put(ann)
  expect(await statesOf(ann)).toEqual(['ready', 'ready', 'ready'])
  expect(await purse(ann)).toBe(90_000n - 3n * (5_000n + CHEQUE_FEE) - FEE)
  // Mei puts hers aside before she is late with a debt.
  await put(mei, { expiry: node.height() + 90 })
}, 60_000)

test('a cheque that was signed offline is cashed later once; the second presentation is refused', async () => {
  const book = must((await booksOf(ann))[0], 'a book')
  const [first, second] = [write(ann, book, 0, shop, 3_000n), write(ann, book, 0, ben, 4_000n)]
  const { env } = network.deps()
  for (const text of [first, second]) {
    const read = readCheque(text)
    expect(read.ok && checkCheque(read.value, { network: env.network, height: node.height() }).ok).toBe(true)
  }
  const before = await purse(ann)
  const key = crypto.randomUUID()
  const taken = await present(shop, first, key)
  expect(taken.code).toBe('ok')
  expect((await present(shop, first, key)).value).toEqual(taken.value)
  expect((await present(shop, first)).code).toBe('cheque-presented')
  expect((await present(ben, second)).code).toBe('cheque-presented')
  // Whoever has the receipt can hand it to any node: nobody hides a cheque that was taken.
  const { payment, txid } = taken.value as { payment: string; txid: string }
  expect(chain.judge([readTransaction(payment)])).toMatchObject({ ok: true })
  expect(await statesOf(ann)).toEqual(['presented', 'ready', 'ready'])
  expect(await chain.nextBlock()).toBe(CHEQUE_FEE)
  expect(await statesOf(ann)).toEqual(['cashed', 'ready', 'ready'])
  expect([await purse(shop), await purse(ann)]).toEqual([3_000n, before + 2_000n])
  expect((await present(ben, second)).code).toBe('cheque-presented')
  const told = (await browserOf(shop).ask('cheques.presented', undefined)).value
  expect(told).toMatchObject([{ amount: 3_000n, txid, state: 'final', drawer: toHex(ann.hash) }])
  expect((await browserOf(ben).ask('cheques.presented', undefined)).value).toEqual([])
}, 60_000)

test('two who present the same leaf at once are one who is paid and one who is refused', async () => {
  const book = must((await booksOf(ann))[0], 'a book')
  const texts = [write(ann, book, 1, shop, 1_000n), write(ann, book, 1, ben, 2_000n)]
  const codes = await Promise.all(texts.map((text, i) => present(i === 0 ? shop : ben, text)))
  expect(codes.map(({ code }) => code).sort()).toEqual(['cheque-presented', 'ok'])
  expect(await chain.nextBlock()).toBe(CHEQUE_FEE)
}, 60_000)

test('what is no cheque, is altered, says more than was put aside, or is of nobody here is refused', async () => {
  const book = must((await booksOf(ann))[0], 'a book')
  const good = write(ann, book, 2, shop, 1_000n)
  expect((await present(shop, 'vdcheque1:AAAA')).code).toBe('cheque-form')
  expect((await present(shop, write(ben, book, 2, shop, 1_000n))).code).toBe('cheque-certificate')
  const rich = { ...book, amount: book.amount + 90_000n }
  expect((await present(shop, write(ann, rich, 2, shop, 80_000n))).code).toBe('cheque-certificate')
  const read = readCheque(good)
  const cheque = must(read.ok ? read.value : undefined, 'a cheque')
  const outputs = cheque.transaction.outputs.map((output, i) =>
    i === 0 ? { ...output, amount: 5_000n } : output,
  )
  const altered = writeCheque({ ...cheque, transaction: { ...cheque.transaction, outputs } })
  expect((await present(shop, altered)).code).toBe('cheque-signature')
  // The drawer alone does not open the leaf before its expiry: without the centre's secret the ledger refuses.
  expect(chain.judge([cheque.transaction])).toMatchObject({ ok: false, refusal: { code: 'script' } })
  expect(await statesOf(ann)).toEqual(['cashed', 'cashed', 'ready'])
}, 60_000)

test('after the expiry no cheque is cashed, and the drawer alone takes back what is left', async () => {
  const book = must((await booksOf(ann))[0], 'a book')
  const text = write(ann, book, 2, shop, 1_000n)
  const early = await browserOf(ann).call('cheques.takeBack', { bookId: book.id })
  expect(early.code).toBe('cheque-none-expired')
  while (node.height() + CHEQUE_MARGIN < book.expiry) await chain.nextBlock()
  expect(await statesOf(ann)).toEqual(['cashed', 'cashed', 'late'])
  expect((await present(shop, text)).code).toBe('cheque-expired')
  while (node.height() + 1 < book.expiry) await chain.nextBlock()
  expect(await statesOf(ann)).toEqual(['cashed', 'cashed', 'expired'])
  expect((await browserOf(ben).call('cheques.takeBack', { bookId: book.id })).code).toBe('not-found')
  const before = await purse(ann)
  const { value } = await browserOf(ann).call('cheques.takeBack', { bookId: book.id })
  const { actId } = value as { actId: string }
  expect(await signByWallet(browserOf(ann), actId, ann)).toMatchObject({ value: { status: 'submitted' } })
  expect(await chain.nextBlock()).toBe(FEE)
  expect(await statesOf(ann)).toEqual(['cashed', 'cashed', 'returned'])
  expect(await purse(ann)).toBe(before + 5_000n + CHEQUE_FEE - FEE)
}, 60_000)

test('a cheque of who owes what is overdue waits, and the centre sees what lies there and what was cashed', async () => {
  const book = must((await booksOf(mei))[0], 'a book')
  const text = write(mei, book, 0, shop, 1_000n)
  expect((await present(shop, text)).code).toBe('cheque-drawer-late')
  expect((await putsAside(mei, { leaves: 1, amount: 1_000n })).code).toBe('debtor-late')
  const desk = (await centre.browser.ask('cheques.desk', undefined)).value as {
    books: { states: string[] }[]
    cheques: { state: string }[]
  }
  expect(desk.books.map(({ states }) => states.join()).sort()).toEqual([
    'cashed,cashed,returned',
    'ready,ready,ready',
  ])
  expect(desk.cheques.map(({ state }) => state)).toEqual(['final', 'final'])
}, 60_000)

test('a cheque that the ledger refuses leaves its leaf to another, and a rebuild tells the same', async () => {
  const book = await put(ben, { amount: 2_000n, expiry: node.height() + 60 })
  const text = write(ben, book, 0, shop, 1_000n)
  const taken = await present(shop, text)
  const { txid } = taken.value as { txid: string }
  const { submissions } = schema
  const [cheque] = await deps.db.select().from(schema.cheques).where(eq(schema.cheques.txid, txid))
  const { id } = must(cheque, 'a cheque that was presented')
  const [sent] = await deps.db.select().from(submissions).where(eq(submissions.subjectId, id))
  const hook = must(submissionHooks.cheque, 'cheques have a hook')
  const refusal = { code: 'script', facts: {} }
  await deps.db.transaction((tx) => hook(tx, { ...must(sent, 'its submission'), refusal }, 'refused'))
  expect(await statesOf(ben)).toEqual(['ready', 'ready', 'ready'])
  const told = (await browserOf(shop).ask('cheques.presented', undefined)).value as { txid: string }[]
  expect(told.find((one) => one.txid === txid)).toMatchObject({ state: 'refused', reason: 'script' })
  await drain(deps)
  const grown = await tableDigest(deps.db)
  await rebuildProjections(deps.db, node.client)
  expect(await tableDigest(deps.db)).toEqual(grown)
}, 60_000)
