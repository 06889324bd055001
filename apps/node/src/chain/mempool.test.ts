import { fromHex, hash160, nobleChecks, sha256, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import {
  applyTransaction,
  bundleIdOf,
  CIRCULATION,
  decodeTransaction,
  defaultConfiguration,
  encodeTransaction,
  type MemoryState,
  Overlay,
  TRANSFER,
  txidOf,
  VALUE,
  Writer,
} from '@vc/ledger'
import { stateOf } from '@vc/ledger/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Coin, holder, pay, payToSelf } from '../../test/transfers.ts'
import { openMemoryStore } from '../storage/memory-store.ts'
import type { Store } from '../storage/store.ts'
import { type Mempool, openMempool } from './mempool.ts'
import type { MempoolGround } from './mempool-judge.ts'

const network = sha256(new Uint8Array([9]))
const owner = holder(sha256(new Uint8Array([1])))
const policy = { minFee: 0n, transactions: 100, bytes: 1_000_000 }

function coin(number: number): Coin {
  const outpoint = { txid: sha256(new Uint8Array([number])), index: 0 }
  return { outpoint, output: { element: VALUE, amount: 1_000n, script: owner.script } }
}

describe('the mempool', () => {
  let state: MemoryState
  let store: Store
  let chain: Set<string>
  let height = 5
  const ground = (): MempoolGround => ({
    state,
    place: { network, height, configuration: defaultConfiguration, checks: nobleChecks },
    mostCredit: 1_000_000n,
    inChain: (txid) => chain.has(toHex(txid)),
  })
  const open = (own = policy): Mempool => openMempool(store, own, ground())
  const self = (from: Coin, fee = 10n) => payToSelf(owner, from, fee, network)
  /** What a block with these transactions does to the head. */
  const mine = (...list: string[]) => {
    for (const hex of list) {
      const decoded = decodeTransaction(fromHex(hex), 100_000)
      if (!decoded.ok) throw new Error(decoded.refusal.code)
      const overlay = new Overlay(state)
      applyTransaction(overlay, decoded.value, height)
      state.apply(overlay.changes())
      chain.add(toHex(txidOf(decoded.value)))
    }
    height += 1
  }
  beforeEach(() => {
    store = openMemoryStore()
    chain = new Set()
    height = 5
    const outputs = [1, 2, 3].map((number) => {
      const { outpoint, output } = coin(number)
      return { outpoint, output: { ...output, layer: CIRCULATION, kind: TRANSFER, height: 1 } as const }
    })
    state = stateOf({ outputs })
  })

  it('takes a valid transaction, and the same bytes again', () => {
    const mempool = open()
    const { hex, txid } = self(coin(1))
    expect(mempool.submit([fromHex(hex)])).toEqual({ ok: true, value: [txid] })
    expect(mempool.submit([fromHex(hex)])).toEqual({ ok: true, value: [txid] })
    expect(mempool.size()).toBe(1)
  })
  it('takes a child of a transaction that waits, and keeps their order', () => {
    const mempool = open()
    const parent = self(coin(1))
    const child = self(parent.coin)
    expect(mempool.submit([fromHex(child.hex)])).toMatchObject({
      refusal: { refusal: { code: 'missing-output' } },
    })
    mempool.submit([fromHex(parent.hex)])
    expect(mempool.submit([fromHex(child.hex)]).ok).toBe(true)
    expect(mempool.candidates(1_000_000).map(([first]) => first && toHex(txidOf(first)))).toEqual([
      parent.txid,
      child.txid,
    ])
  })
  const draftOf = (from: Coin, fee = 10n, signer = owner) => {
    const { transaction } = pay(owner, from, fee, network)
    const signature = { input: 0, key: signer.key, keyHash: hash160(signer.key), type: 0 }
    const asked = { signatures: [signature], accepted: [] }
    return { draft: [{ transaction: { ...transaction, witnesses: [[]] }, asked }], transaction }
  }
  it('says what it would say to drafts once they are signed, each after the one before, and keeps nothing', () => {
    const mempool = open()
    const first = draftOf(coin(1))
    const next = draftOf(self(coin(1)).coin)
    const judged = mempool.judgeDraft([first.draft, next.draft])
    expect(judged).toMatchObject({ ok: true })
    if (!judged.ok) return
    const { before, after } = judged.value
    expect([before[6], after[6]]).toEqual([3_000n, 2_980n])
    expect([mempool.size(), [...store.range('mempool', new Uint8Array([0]))]]).toEqual([0, []])
    // The same bytes are worth nothing to the ledger itself while nobody has signed.
    const unsigned = encodeTransaction(must(first.draft[0], 'a leg').transaction)
    expect(mempool.submit([unsigned])).toMatchObject({ refusal: { refusal: { code: 'script' } } })
    expect(mempool.submit([encodeTransaction(first.transaction)]).ok).toBe(true)
    expect(mempool.judgeDraft([first.draft])).toMatchObject({
      refusal: { refusal: { code: 'missing-output', facts: { input: 0 } }, transaction: 0 },
    })
    expect(mempool.judgeDraft([next.draft])).toMatchObject({ ok: true })
  })
  it('numbers the leg of a draft at fault over all of them, and asks the signature that nobody is asked for', () => {
    const mempool = open()
    const unasked = draftOf(coin(2)).draft.map((leg) => ({ ...leg, asked: { signatures: [], accepted: [] } }))
    expect(mempool.judgeDraft([draftOf(coin(1)).draft, unasked])).toMatchObject({
      refusal: { refusal: { code: 'script' }, transaction: 1 },
    })
  })
  it('refuses a second spending of a coin', () => {
    const mempool = open()
    mempool.submit([fromHex(self(coin(1)).hex)])
    const second = mempool.submit([fromHex(self(coin(1), 20n).hex)])
    expect(second).toEqual({
      ok: false,
      refusal: { refusal: { code: 'missing-output', facts: { input: 0 } }, transaction: 0 },
    })
  })
  it("refuses bytes that are no transaction, with the decoder's code", () => {
    expect(open().submit([new Uint8Array([1])])).toMatchObject({
      refusal: { refusal: { code: 'truncated' } },
    })
  })
  it('takes a bundle whole or not at all', () => {
    const legs = [pay(owner, coin(1), 10n, network), pay(owner, coin(2), 10n, network)]
    const bundle = bundleIdOf(legs.map(({ transaction }) => txidOf(transaction)))
    const signed = [coin(1), coin(2)].map((from) => pay(owner, from, 10n, network, bundle))
    const mempool = open()
    const half = signed.slice(0, 1).map(({ transaction }) => encodeTransaction(transaction))
    expect(mempool.submit(half)).toMatchObject({ refusal: { refusal: { code: 'bundle-size' } } })
    expect(mempool.submit(signed.map(({ transaction }) => encodeTransaction(transaction))).ok).toBe(true)
    expect(mempool.candidates(1_000_000).map((entry) => entry.length)).toEqual([2])
  })
  it('names the leg of a bundle that is at fault', () => {
    const legs = [pay(owner, coin(1), 10n, network), pay(owner, coin(7), 10n, network)]
    const bundle = bundleIdOf(legs.map(({ transaction }) => txidOf(transaction)))
    const signed = [coin(1), coin(7)].map((from) => pay(owner, from, 10n, network, bundle))
    const answer = open().submit(signed.map(({ transaction }) => encodeTransaction(transaction)))
    expect(answer).toMatchObject({ refusal: { refusal: { code: 'missing-output' }, transaction: 1 } })
  })
  it('still holds everything after a restart, parents before children', () => {
    const before = open()
    const parent = self(coin(1))
    before.submit([fromHex(parent.hex)])
    before.submit([fromHex(self(parent.coin).hex)])
    const after = open()
    expect(after.size()).toBe(2)
    expect(after.candidates(1_000_000)).toEqual(before.candidates(1_000_000))
    after.submit([fromHex(self(coin(2)).hex)])
    expect(open().size()).toBe(3)
  })
  it('lets go of what a block took, and keeps the child on the new head', () => {
    const mempool = open()
    const parent = self(coin(1))
    const child = self(parent.coin)
    mempool.submit([fromHex(parent.hex)])
    mempool.submit([fromHex(child.hex)])
    mine(parent.hex)
    expect(mempool.moveTo(ground())).toEqual([])
    expect(mempool.size()).toBe(1)
    expect(mempool.has(child.txid)).toBe(true)
    expect(open().size()).toBe(1)
    expect(mempool.submit([fromHex(parent.hex)])).toEqual({ ok: true, value: [parent.txid] })
  })
  const onDisk = () => [...store.range('mempool', new Uint8Array([0]))].length
  it('takes what has gone from the disk with the next write, and waits for none', () => {
    const mempool = open()
    const payment = self(coin(1))
    mempool.submit([fromHex(payment.hex)])
    mine(payment.hex)
    mempool.moveTo(ground())
    expect([mempool.size(), onDisk()]).toEqual([0, 1])
    expect(open().size()).toBe(0)
    mempool.flush()
    expect(onDisk()).toBe(0)
  })
  it('has many on disk as one, which goes with the last of them; what went before it was written is never there', () => {
    const mempool = open()
    const [first, second, third] = [self(coin(1)), self(coin(2)), self(coin(3))]
    for (const { hex } of [first, second]) mempool.take([fromHex(hex)])
    mempool.flush()
    mempool.take([fromHex(third.hex)])
    mine(third.hex, second.hex)
    mempool.moveTo(ground())
    mempool.flush()
    expect([mempool.size(), onDisk()]).toEqual([1, 1])
    expect(open().candidates(1_000_000)).toEqual(mempool.candidates(1_000_000))
    mine(first.hex)
    mempool.moveTo(ground())
    mempool.flush()
    expect([mempool.size(), onDisk()]).toEqual([0, 0])
  })
  it('reads what an older node wrote one by one', () => {
    const payments = [self(coin(1)), self(coin(2))]
    const writes = payments.map(({ hex }, at) => {
      const [key, bytes] = [new Uint8Array(8), fromHex(hex)]
      new DataView(key.buffer).setBigUint64(0, BigInt(2 ** 48 + at))
      return { space: 'mempool', key, value: new Writer(8).compactSize(1).varbytes(bytes).finish() } as const
    })
    store.commit(writes)
    const mempool = open()
    expect(payments.map(({ txid }) => mempool.has(txid))).toEqual([true, true])
    mine(...payments.map(({ hex }) => hex))
    mempool.moveTo(ground())
    mempool.flush()
    expect([mempool.size(), onDisk()]).toEqual([0, 0])
  })
  it('has once what an undone block gave back before its first coming had gone from the disk', () => {
    const mempool = open()
    const payment = self(coin(1))
    mempool.submit([fromHex(payment.hex)])
    const decoded = decodeTransaction(fromHex(payment.hex), 100_000)
    const before = { state, height }
    state = stateOf({ outputs: [] })
    chain.add(payment.txid)
    mempool.moveTo(ground())
    store.commit(decoded.ok ? mempool.giveBack([decoded.value]) : [])
    expect(onDisk()).toBe(2)
    ;({ state, height } = before)
    chain.clear()
    const after = open()
    expect([after.size(), after.candidates(1_000_000).length, after.has(payment.txid)]).toEqual([1, 1, true])
    after.flush()
    expect(onDisk()).toBe(1)
  })
  it('drops what a block made impossible, with its children, and says why', () => {
    const mempool = open()
    const loser = self(coin(1))
    const child = self(loser.coin)
    mempool.submit([fromHex(loser.hex)])
    mempool.submit([fromHex(child.hex)])
    mine(self(coin(1), 50n).hex)
    expect(mempool.moveTo(ground())).toEqual([
      { txids: [loser.txid], code: 'missing-output' },
      { txids: [child.txid], code: 'missing-output' },
    ])
    expect(open().size()).toBe(0)
  })
  it('looks in the chain only for what it refuses, and accepts again what is there though it has no room', () => {
    let asked = 0
    const counted = (): MempoolGround => ({
      ...ground(),
      inChain: (txid) => {
        asked += 1
        return chain.has(toHex(txid))
      },
    })
    const mempool = openMempool(store, { ...policy, transactions: 1 }, counted())
    const [waiting, mined] = [self(coin(1)), self(coin(2))]
    mine(mined.hex)
    expect(mempool.submit([fromHex(waiting.hex)]).ok).toBe(true)
    expect(mempool.moveTo(counted())).toEqual([])
    expect(asked).toBe(0)
    expect(mempool.submit([fromHex(mined.hex)])).toEqual({ ok: true, value: [mined.txid] })
    expect([asked, mempool.size()]).toEqual([1, 1])
    mine(waiting.hex)
    expect(mempool.moveTo(counted())).toEqual([])
    expect([asked, mempool.size()]).toEqual([2, 0])
  })

  it('keeps to its policy: fee and room', () => {
    const mempool = open({ minFee: 5n, transactions: 1, bytes: 1_000_000 })
    expect(mempool.submit([fromHex(self(coin(1), 4n).hex)])).toMatchObject({
      refusal: { refusal: { code: 'fee-below-minimum', facts: { fee: '4', minimum: '5' } } },
    })
    expect(mempool.submit([fromHex(self(coin(1), 5n).hex)]).ok).toBe(true)
    expect(mempool.submit([fromHex(self(coin(2), 5n).hex)])).toMatchObject({
      refusal: { refusal: { code: 'mempool-full' } },
    })
  })
})
