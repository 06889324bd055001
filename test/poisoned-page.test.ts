import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ActCase, encodeActCase, readFromPortal, sixWords } from '@vc/acts'
import { actChallenge, fromHex, hash160, sha256, toHex, utf8 } from '@vc/crypto'
import { softwareAuthenticator } from '@vc/crypto/software-authenticator'
import { must } from '@vc/kernel'
import {
  CIRCULATION,
  encodeTransaction,
  inputDigest,
  keyHashScript,
  kOfNScript,
  type NamedOutput,
  type OutputAt,
  pay,
  putSignature,
  sheetHashOf,
  TRANSFER,
  type Transaction,
  txidOf,
  valueOutput,
} from '@vc/ledger'
import { initNetwork } from '@vc/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type NodeProcess, startNode } from '../apps/node/test/node-process.ts'
import { type OpenCase, openCase } from '../apps/verifier/src/page/open-case.ts'

// reliability.md S-09 (b): a portal page that shows sheet A and has B signed. The money of a treasury lies under 2 of 3
// hardware keys; act keys answer to the verifier's origin. A real node judges.

const PAIRS = 100
const AMOUNT = 1_000_000n
const FEE = 1_000n
const PORTAL = 'http://localhost:3000'
const VERIFIER = 'http://localhost:3001'
const rpId = 'localhost'
const folder = mkdtempSync(join(tmpdir(), 'vc-poisoned-'))
const secrets = ['a', 'b', 'c'].map((name) => sha256(utf8(`approver ${name}`)))
const keysAt = (origin: string) => secrets.map((secret) => softwareAuthenticator(secret, { rpId, origin }))
const [atPortal, atVerifier] = [keysAt(PORTAL), keysAt(VERIFIER)]
const publicKeys = atVerifier.map(({ publicKey33 }) => publicKey33)
const treasury = kOfNScript(2, publicKeys)
let node: NodeProcess
let network: Uint8Array
let coins: readonly { readonly txid: string; readonly index: number }[]

beforeAll(async () => {
  const made = await initNetwork({
    ...{ dataDir: folder, name: 'dev-poisoned', origins: [VERIFIER], rpIds: [rpId] },
    councilKeys: publicKeys.map(toHex),
    allotments: Array.from({ length: PAIRS + 1 }, () => ({ scriptHex: toHex(treasury), amount: AMOUNT })),
    time: Math.floor(Date.now() / 1000),
  })
  network = fromHex(made.network)
  coins = made.allotments
  node = await startNode(folder)
})
afterAll(async () => {
  node?.kill('SIGTERM')
  await node?.ended
  rmSync(folder, { recursive: true, force: true })
})

type Act = { readonly tx: Transaction; readonly named: readonly NamedOutput[] }

/** Pays one coin of the treasury to somebody. */
function payment(at: number, to: string): Act {
  const named: NamedOutput = { ...valueOutput(treasury, AMOUNT), layer: CIRCULATION }
  const coin = must(coins[at], 'a coin for each pair')
  const outpoint = { txid: fromHex(coin.txid), index: coin.index }
  const value: OutputAt = { outpoint, output: { ...named, kind: TRANSFER, height: 0 } }
  const payments = [{ to: keyHashScript(hash160(utf8(to))), amount: AMOUNT - FEE }]
  return { tx: pay({ values: [value], payments, fee: FEE, changeTo: treasury }), named: [named] }
}

const sheetOf = ({ tx, named }: Act) => sheetHashOf(tx, named, { network, decimals: 2 })
const challengeOf = (act: Act) => actChallenge(inputDigest({ ...act, network }, 0), sheetOf(act))

/** The act with the assertions of these approvers, each given on some origin. */
const signed = (act: Act, by: readonly { readonly key: Uint8Array; readonly item: Uint8Array }[]) =>
  by.reduce((tx, { key, item }) => putSignature({ tx, named: act.named, index: 0, key, item }), act.tx)

const asked = (act: Act, keys: typeof atPortal, at: number) => {
  const { publicKey33, assert } = must(keys[at], 'three approvers')
  return { key: publicKey33, item: assert(challengeOf(act), sheetOf(act)) }
}
const submit = (tx: Transaction) => node.client.submit([toHex(encodeTransaction(tx))])

const caseOf = ({ tx, named }: Act): ActCase => ({
  ...{ network, language: 'en', legs: [{ bytes: encodeTransaction(tx), named }] },
  parts: [{ transaction: 0, part: 'input', index: 0, credentials: [utf8('a credential')] }],
})

/** What the verifier page does with what a portal's window says. */
function openAtVerifier(data: unknown): OpenCase | undefined {
  const question = readFromPortal(data)
  if (question?.ask !== 'sign') return undefined
  const opened = openCase(question.act, { network, decimals: 2, rpId, portals: [PORTAL] })
  return opened.ok ? opened.value : undefined
}

/** An approver who reads: signs at the verifier only what has the six words that were told for A. */
function carefulApprover(data: unknown, wordsOfA: readonly string[], act: Act, at: number) {
  const [leg] = openAtVerifier(data)?.legs ?? []
  if (!leg || sixWords(leg.sheetHash, 'en').join() !== wordsOfA.join()) return []
  return [asked(act, atVerifier, at)]
}

const pairs = Array.from({ length: PAIRS }, (_, at) => at)
const pairOf = (at: number) => ({ a: payment(at, `supplier ${at}`), b: payment(at, `thief ${at}`) })

async function isFinal(txid: string): Promise<boolean> {
  const found = await node.client.transaction(txid)
  const { final } = await node.client.status()
  return found?.height != null && found.height <= final.height
}

test('B that was signed by all on the portal’s origin while A was shown is refused by the node, 100 of 100', async () => {
  for (const at of pairs) {
    const { b } = pairOf(at)
    const answer = await submit(signed(b, [asked(b, atPortal, 0), asked(b, atPortal, 1)]))
    expect([at, answer.accepted, answer.accepted ? '' : answer.refusal.code]).toEqual([at, false, 'script'])
  }
})

test('B that is relayed to the verifier with the sheet of A beside is not even read, 100 of 100', () => {
  for (const at of pairs) {
    const { a, b } = pairOf(at)
    const poisoned = { ask: 'sign', act: encodeActCase(caseOf(b)), sheet: toHex(sheetOf(a)) }
    expect([at, openAtVerifier(poisoned)]).toEqual([at, undefined])
  }
})

test('B that is relayed as it is shows its own words: with one approver who reads it is short of a signature, 100 of 100', async () => {
  for (const at of pairs) {
    const { a, b } = pairOf(at)
    const relayed = { ask: 'sign', act: encodeActCase(caseOf(b)) }
    const wordsOfA = sixWords(sheetOf(a), 'en')
    // One approver signs whatever the page asks, the other one reads; a third is asked on the portal's origin.
    const given = [
      asked(b, atVerifier, 0),
      ...carefulApprover(relayed, wordsOfA, b, 1),
      asked(b, atPortal, 2),
    ]
    expect([at, given.length]).toEqual([at, 2])
    const answer = await submit(signed(b, given))
    expect([at, answer.accepted]).toEqual([at, false])
  }
})

test('the outputs that B draws on may be lied about: the words are others, and the signature is worth nothing', async () => {
  for (const at of pairs) {
    const { b } = pairOf(at)
    const lie = { ...b, named: b.named.map((output) => ({ ...output, amount: AMOUNT / 2n })) }
    const given = [asked(lie, atVerifier, 0), asked(lie, atVerifier, 1)]
    const answer = await submit(signed(b, given))
    expect([at, answer.accepted]).toEqual([at, false])
  }
})

test('nothing of it is final, and A itself goes through when two have read it at the verifier', async () => {
  const a = payment(PAIRS, 'supplier')
  const relayed = { ask: 'sign', act: encodeActCase(caseOf(a)) }
  const words = sixWords(sheetOf(a), 'en')
  const given = [0, 1].flatMap((at) => carefulApprover(relayed, words, a, at))
  const tx = signed(a, given)
  expect((await submit(tx)).accepted).toBe(true)
  await expect.poll(() => isFinal(toHex(txidOf(tx))), { timeout: 60_000 }).toBe(true)
  for (const { txid, index } of coins.slice(0, PAIRS))
    expect(await node.client.output({ txid, index })).toBeDefined()
})
