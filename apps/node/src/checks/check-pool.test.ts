import { Lattice } from '@vc/consensus'
import { nobleChecks, p256PublicKey, schnorrPublicKey, sha256, signP256, signSchnorr, utf8 } from '@vc/crypto'
import { openSignatureChecks } from '@vc/crypto/native'
import { must } from '@vc/kernel'
import { longRun } from '@vc/kernel/testing'
import {
  applyTransaction,
  CIRCULATION,
  defaultConfiguration,
  judgeTransaction,
  Overlay,
  TRANSFER,
  type Transaction,
  txidOf,
  VALUE,
  viewOf,
} from '@vc/ledger'
import { stateOf } from '@vc/ledger/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Coin, holder, pay } from '../../test/transfers.ts'
import { type CheckPool, openCheckPool, type Tools } from './check-pool.ts'
import { rememberChecks } from './remember-checks.ts'

const { drawn, timeout } = longRun(100)
const { checks } = await openSignatureChecks()
let pool: CheckPool
beforeAll(async () => {
  pool = openCheckPool(checks, 3)
  await pool.start()
})
afterAll(() => pool.close())

const secrets = [1, 2, 3].map((n) => sha256(Uint8Array.of(n)))
/** Questions of both kinds with their true answers: good ones, and ones that are wrong in every part. */
const questions = secrets.flatMap((secret, n) => {
  const message = sha256(utf8(`message ${n}`))
  const long = new Uint8Array(300).fill(n)
  const schnorr = [signSchnorr(message, secret), message, schnorrPublicKey(secret)] as const
  const p256 = [signP256(message, secret), message, p256PublicKey(secret)] as const
  const tooLong = [signSchnorr(long, secret), long, schnorrPublicKey(secret)] as const
  return [
    ['schnorr', ...schnorr] as const,
    ['p256', ...p256] as const,
    ['schnorr', ...tooLong] as const,
    ['schnorr', schnorr[0], long.subarray(0, 32), schnorr[2]] as const,
    ['p256', p256[0].toReversed(), message, p256[2]] as const,
    ['schnorr', new Uint8Array(0), message, new Uint8Array(5)] as const,
  ]
})

test('questions in any number and order get the answers of one thread, and the first refusal is the same', {
  timeout,
}, () => {
  const list = fc.array(fc.nat({ max: questions.length - 1 }), { maxLength: 120 })
  fc.assert(
    fc.property(list, fc.nat({ max: 130 }), (numbers, stop) => {
      const judge = ({ checks: { schnorr, p256 } }: Tools) => {
        for (const [place, number] of numbers.entries()) {
          if (place === stop) return `another rule at ${place}`
          const [kind, ...question] = must(questions[number], 'a question')
          if (!(kind === 'schnorr' ? schnorr(...question) : p256(...question))) return `signature at ${place}`
        }
        return 'valid'
      }
      const serial = judge({ checks: nobleOnce })
      expect(pool.judge(checks, judge)).toBe(serial)
      const remembered = rememberChecks(checks)
      judge({ checks: remembered })
      expect(pool.judge(remembered, judge)).toBe(serial)
    }),
    drawn,
  )
})

const answers = rememberChecks(nobleChecks)
const nobleOnce = { ...nobleChecks, schnorr: answers.schnorr, p256: answers.p256 }

test('a chain of transfers with any of them spoilt is refused at the same transaction with the same facts', {
  timeout,
}, () => {
  const network = new Uint8Array(32).fill(9)
  const owner = holder(must(secrets[0], 'a secret'))
  const first: Coin = {
    outpoint: { txid: new Uint8Array(32).fill(1), index: 0 },
    output: { element: VALUE, amount: 1_000_000n, script: owner.script },
  }
  const placed = { ...first.output, layer: CIRCULATION, kind: TRANSFER, height: 1 } as const
  const start = stateOf({ outputs: [{ outpoint: first.outpoint, output: placed }] })
  const transfers = chainOfTransfers(24)
  const spoilt = fc.array(fc.tuple(fc.nat({ max: 23 }), fc.constantFrom('signature', 'amount', 'key')), {
    maxLength: 4,
  })
  fc.assert(
    fc.property(spoilt, (faults) => {
      const transactions = faults.reduce(
        (list, [at, part]) => list.with(at, spoil(must(list[at], 'one'), part)),
        transfers,
      )
      const serial = judgeAll(transactions, checks)
      expect(pool.judge(checks, (own) => judgeAll(transactions, own.checks))).toEqual(serial)
      expect(serial.length === 24 || faults.length > 0).toBe(true)
    }),
    drawn,
  )

  function spoil(tx: Transaction, part: string): Transaction {
    const [signature = new Uint8Array(), key = new Uint8Array()] = tx.witnesses[0] ?? []
    if (part === 'signature') return { ...tx, witnesses: [[signature.toReversed(), key]] }
    if (part === 'key') return { ...tx, witnesses: [[signature, key.toReversed()]] }
    return { ...tx, outputs: tx.outputs.map((output) => ({ ...output, amount: output.amount * 2n })) }
  }

  function chainOfTransfers(count: number): Transaction[] {
    const made: Transaction[] = []
    let coin = first
    for (let n = 0; n < count; n += 1) {
      const { transaction, output } = pay(owner, coin, 1n, network)
      made.push(transaction)
      coin = { outpoint: { txid: txidOf(transaction), index: 0 }, output }
    }
    return made
  }

  /** Judgements up to and with the first refusal. */
  function judgeAll(transactions: readonly Transaction[], own: typeof checks) {
    const work = new Overlay(start)
    const verdicts = []
    for (const tx of transactions) {
      const place = { network, height: 5, configuration: defaultConfiguration, checks: own }
      const verdict = judgeTransaction(tx, viewOf(work, { parent: start, height: 5 }), place)
      verdicts.push(verdict)
      if (!verdict.ok) break
      applyTransaction(work, tx, 5)
    }
    return verdicts
  }
})

test('entries summed by all threads come to the sum of one, judgement after judgement', { timeout }, () => {
  const entry = fc.tuple(fc.boolean(), fc.uint8Array({ maxLength: 300 }))
  fc.assert(
    fc.property(
      fc.array(entry, { maxLength: 100 }),
      fc.uint8Array({ minLength: 2048, maxLength: 2048 }),
      (entries, start) => {
        const judge = ({ openSum = (lattice) => new Lattice(lattice) }: Tools) => {
          const sum = openSum(start)
          for (const [adds, bytes] of entries) sum[adds ? 'add' : 'remove'](bytes)
          return sum.bytes()
        }
        expect(pool.judge(checks, judge)).toEqual(judge({ checks }))
      },
    ),
    drawn,
  )
})
