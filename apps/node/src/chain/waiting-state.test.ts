import { hash160, sha256, toHex, utf8 } from '@vc/crypto'
import { must } from '@vc/kernel'
import {
  applyTransaction,
  type Changes,
  CIRCULATION,
  condemnedKey,
  defaultConfiguration,
  encodeRecordEntry,
  encodeTransaction,
  judgeTransaction,
  keyHashScript,
  type MemoryState,
  makeTransaction,
  type Output,
  Overlay,
  recordKey,
  standardDebtKey,
  TRANSFER,
  type Transaction,
  txidOf,
  VALUE,
  viewOf,
} from '@vc/ledger'
import { stateOf } from '@vc/ledger/testing'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { signedBook } from '../checks/signed-book.ts'
import { openMemoryStore } from '../storage/memory-store.ts'
import type { PlacedBlock } from './chain.ts'
import { type Mempool, openMempool } from './mempool.ts'
import type { MempoolGround } from './mempool-judge.ts'

const network = sha256(new Uint8Array([9]))
const keys = [1, 2].map((number) => sha256(new Uint8Array([number])))
const ownerOf = (number: number) => must(keys[number % 2], 'a key')
const scriptOf = (number: number) => keyHashScript(hash160(ownerOf(number)))
/** Whose signatures hold is not what is tried here. */
const checks = { schnorr: () => true, p256: () => true }
const policy = { minFee: 0n, transactions: 1_000, bytes: 1_000_000 }
const COINS = 6

/** Of an input that asks for a height, or for a block between. */
const sequences: Readonly<Record<string, number>> = { height: 0xffff_fffe, blocks: 1 }

type Coin = {
  readonly txid: Uint8Array
  readonly index: number
  readonly owner: number
  readonly amount: bigint
}
type Placed = { readonly transactions: readonly Transaction[]; readonly undo: Changes }

const coins = Array.from(
  { length: COINS },
  (_, number): Coin => ({
    txid: sha256(new Uint8Array([7, number])),
    index: 0,
    owner: number,
    amount: 1_000_000n,
  }),
)

/** What anybody may do next: numbers choose among what there is. */
const number = fc.nat({ max: 1_000 })
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('pay' as const),
      coin: number,
      fee: number,
      wait: fc.constantFrom('', '', '', 'height', 'blocks'),
      two: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('block' as const),
      taken: number,
      foreign: number,
      more: fc.constantFrom('', '', 'condemn', 'debt', 'reserve'),
      moves: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('undo' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rules' as const) }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** A chain in memory with two mempools on it: one moves on, the other is judged again as a whole at each head. */
class World {
  readonly state: MemoryState
  readonly chain: Placed[] = []
  readonly known: Coin[] = [...coins]
  height = 2
  placed: PlacedBlock[] = []
  isOnlyPlaced = true
  configuration = defaultConfiguration
  readonly kept: Mempool
  readonly rebuilt: Mempool
  readonly #book = signedBook()

  constructor() {
    const outputs = coins.map(({ txid, index, owner, amount }) => ({
      outpoint: { txid, index },
      output: {
        element: VALUE,
        amount,
        script: scriptOf(owner),
        layer: CIRCULATION,
        kind: TRANSFER,
        height: 1,
      } as const,
    }))
    this.state = stateOf({ outputs })
    this.kept = openMempool(openMemoryStore(), policy, this.ground(true))
    this.rebuilt = openMempool(openMemoryStore(), policy, this.ground(false))
  }

  ground(isKept: boolean): MempoolGround {
    const place = { network, height: this.height, configuration: this.configuration, checks }
    const since = isKept ? { placed: [...this.placed], isOnlyPlaced: this.isOnlyPlaced } : {}
    return {
      state: this.state,
      // Without a book no payment is plain: all are judged again at each head.
      place: isKept ? { ...place, signed: this.#book } : place,
      mostCredit: 0n,
      inChain: (txid) =>
        this.chain.some(({ transactions }) => transactions.some((one) => toHex(txidOf(one)) === toHex(txid))),
      ...since,
    }
  }

  /** A payment of a coin, or of two, to the same owners; `wait`: not before a later height, or so many blocks after what it spends. */
  payment(
    at: number,
    fee: number,
    { wait = '', two = false }: { readonly wait?: string; readonly two?: boolean } = {},
  ): Transaction {
    const spent = [
      this.known[at % this.known.length],
      ...(two ? [this.known[(at + fee + 1) % this.known.length]] : []),
    ]
    const [first, ...others] = spent.map((coin) => must(coin, 'a coin'))
    const from = [must(first, 'a coin'), ...others.filter((coin) => coin !== first)]
    const amount = from.reduce((sum, coin) => sum + coin.amount, 0n) - BigInt(fee % 50)
    const owner = must(first, 'a coin').owner
    const outputs: readonly Output[] = [
      { element: VALUE, amount: amount / 2n, script: scriptOf(owner) },
      { element: VALUE, amount: amount - amount / 2n, script: scriptOf(owner + 1) },
    ]
    return {
      ...makeTransaction({ layer: CIRCULATION, kind: TRANSFER, inputs: [], outputs }),
      inputs: from.map(({ txid, index }) => ({ txid, index, sequence: sequences[wait] ?? 0xffff_ffff })),
      lockTime: wait === 'height' ? this.height + (fee % 3) : 0,
      witnesses: from.map((coin) => [new Uint8Array(64).fill(fee), ownerOf(coin.owner)]),
    }
  }

  pay(of: Extract<Step, { kind: 'pay' }>): void {
    // Nothing comes between a block and the mempool's move; several blocks may.
    if (this.placed.length > 0) this.move()
    const payment = this.payment(of.coin, of.fee, of)
    const bytes = encodeTransaction(payment)
    const answer = this.rebuilt.submit([bytes])
    expect(this.kept.submit([bytes])).toEqual(answer)
    if (answer.ok) this.learn(payment)
    if (answer.ok) this.compare(this.known.length - 6)
  }

  learn(payment: Transaction): void {
    const txid = txidOf(payment)
    for (const [index, { amount }] of payment.outputs.entries()) {
      const owner =
        index === 0
          ? (this.known.find(
              ({ txid: from }) => toHex(from) === toHex(must(payment.inputs[0], 'an input').txid),
            )?.owner ?? 0)
          : 0
      const script = must(payment.outputs[index], 'an output').script
      this.known.push({
        txid,
        index,
        amount,
        owner: toHex(script) === toHex(scriptOf(owner)) ? owner : owner + 1,
      })
    }
  }

  block(of: Extract<Step, { kind: 'block' }>): void {
    const overlay = new Overlay(this.state)
    const place = this.ground(false).place
    const waiting = this.kept.candidates(1_000_000).flat()
    const foreign = this.payment(of.foreign, of.taken)
    const chosen = waiting.filter((_, at) => ((of.taken >> (at % 10)) & 1) === 1)
    const transactions = [...(of.foreign % 2 === 0 ? [foreign] : []), ...chosen].filter((one) => {
      const judged = judgeTransaction(
        one,
        viewOf(overlay, { parent: this.state, height: this.height }),
        place,
      )
      if (judged.ok) applyTransaction(overlay, one, this.height)
      return judged.ok
    })
    if (transactions[0] === foreign) this.learn(foreign)
    const left = waiting.find((one) => !transactions.includes(one))
    if (of.more === 'condemn' && left) overlay.put(condemnedKey(txidOf(left)), new Uint8Array([1]))
    // Of the first owner or the second, over in a block or two.
    const debt = standardDebtKey(hash160(ownerOf(of.foreign)), this.height + 1 + (of.taken % 3), {
      txid: sha256(new Uint8Array([this.height])),
      index: 0,
    })
    const [key, holder] = [utf8('bad-debt'), { txid: sha256(new Uint8Array([8])), index: 0 }]
    const reserve = encodeRecordEntry({ value: scriptOf(of.taken), holder })
    if (of.more === 'reserve') overlay.put(recordKey('reserve', key), reserve)
    if (of.more === 'debt') overlay.put(debt, new Uint8Array([1, 0, 0, 0]))
    const [changes, undo] = [new Map(overlay.changes()), overlay.undo()]
    this.state.apply(changes)
    this.height += 1
    this.chain.push({ transactions, undo })
    this.placed.push({ txids: transactions.map(txidOf), changes })
    if (of.moves) this.move()
  }

  undo(): void {
    const last = this.chain.pop()
    if (!last) return
    this.state.apply(last.undo)
    this.height -= 1
    this.placed.pop()
    this.isOnlyPlaced = false
    for (const mempool of [this.kept, this.rebuilt]) mempool.giveBack(last.transactions)
    this.move()
  }

  /** The one says what the other says, and both have the same state. */
  move(): void {
    const dropped = this.rebuilt.moveTo(this.ground(false))
    expect(this.kept.moveTo(this.ground(true))).toEqual(dropped)
    this.placed = []
    this.isOnlyPlaced = true
    expect(this.kept.candidates(1_000_000)).toEqual(this.rebuilt.candidates(1_000_000))
    this.compare()
  }

  /** Every output there ever was, or the newest, is asked for by drafts that spend it now, from a height on, or after a block. */
  compare(from = 0): void {
    for (let at = from; at < this.known.length; at += 1) {
      for (const wait of ['', 'height', 'blocks']) {
        const transaction = { ...this.payment(at, 1, { wait }), witnesses: [[]] }
        const keyHash = hash160(ownerOf(must(this.known[at], 'a coin').owner))
        const signatures = [
          { input: 0, key: ownerOf(must(this.known[at], 'a coin').owner), keyHash, type: 0 },
        ]
        const draft = [{ transaction, asked: { signatures, accepted: [] } }]
        expect(this.kept.judgeDraft([draft])).toEqual(this.rebuilt.judgeDraft([draft]))
      }
    }
  }

  rules(): void {
    this.configuration = { ...this.configuration, overdueFreeze: !this.configuration.overdueFreeze }
    this.move()
  }
}

it('is the state of a mempool judged as a whole, after any blocks, undone ones, other rules, condemned payments and debts that expire', () => {
  const seen = { kept: 0 }
  fc.assert(
    fc.property(fc.array(step, { minLength: 8, maxLength: 30 }), (steps) => {
      const world = new World()
      for (const one of steps) {
        if (one.kind === 'pay') world.pay(one)
        else if (one.kind === 'block') world.block(one)
        else if (one.kind === 'undo') world.undo()
        else world.rules()
      }
      world.move()
      seen.kept += world.kept.size()
    }),
    { numRuns: 30 },
  )
  expect(seen.kept).toBeGreaterThan(10)
})

it('judges again what an undone block gave back, whatever it is told of the head', () => {
  const world = new World()
  const [payment, rival] = [world.payment(0, 10), world.payment(0, 20)]
  world.kept.giveBack([payment])
  expect(world.kept.moveTo(world.ground(true))).toEqual([])
  expect(world.kept.submit([encodeTransaction(rival)])).toMatchObject({
    refusal: { refusal: { code: 'missing-output' } },
  })
})
