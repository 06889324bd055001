import { hash160, sha256, toHex } from '@vc/crypto'
import {
  applyTransaction,
  type Changes,
  CIRCULATION,
  collectiveDebtScript,
  DEBT,
  DEBT_LAYER,
  decodePlacedOutput,
  encodeAccount,
  encodeAgent,
  genesisRecord,
  INDEX_PREFIXES,
  keyHashScript,
  makeTransaction,
  memoryState,
  Overlay,
  outpointOfKey,
  RECORD,
  type StateReader,
  standardDebtScript,
  standardDebts,
  TRANSFER,
  type Transaction,
  undoOf,
  VALUE,
} from '@vc/ledger'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NodeHalt } from '../halt.ts'
import { openMemoryStore } from '../storage/memory-store.ts'
import { stateReader, stateWrites } from '../storage/state-reader.ts'
import type { Store } from '../storage/store.ts'
import { be32, chainStore, encodeChanges } from './chain-store.ts'
import { indexVersionWrite, renewIndex } from './renew-index.ts'

const ids = [1, 2, 3].map((n) => sha256(Uint8Array.of(n)))
/** Names of collectives are in no key's way. */
const collectives = ids.map((id) => sha256(id))
type Step = { readonly owed: readonly number[]; readonly spend: number; readonly record: number }
const step: fc.Arbitrary<Step> = fc.record({
  owed: fc.array(fc.nat(5), { maxLength: 3 }),
  spend: fc.nat(3),
  record: fc.nat(5),
})

/** Debts of three keys and three collectives, a debt's end, and what accounts and agents are changed to. */
function transactionOf(state: StateReader, { owed, spend, record }: Step, salt: number): Transaction {
  const script = keyHashScript(hash160(ids[0] ?? sha256(new Uint8Array(0))))
  if (owed.length === 0) {
    const [key = script, other = script] = [ids[record % 3], ids[(record + salt) % 3]]
    const account = encodeAccount({
      debtKeyHash: hash160(other),
      commitment: key,
      status: salt % 4,
      agent: key,
    })
    const agent = encodeAgent({ parent: other, ceiling: BigInt(salt), powers: 1 })
    const [table, value] = record < 3 ? (['account', account] as const) : (['agent', agent] as const)
    return { ...genesisRecord({ table, key, value, holderScript: script }), kind: RECORD, lockTime: salt }
  }
  const outputs = owed.map((who) => {
    const id = (who < 3 ? ids : collectives)[who % 3] ?? script
    const debt = who < 3 ? standardDebtScript(hash160(id), 100 + salt) : collectiveDebtScript(id, 100 + salt)
    return { element: DEBT, amount: 5n, script: debt } as const
  })
  const inputs = [...state.range('o:')].slice(0, spend).map(([name, value]) => ({
    outpoint: outpointOfKey(name),
    output: decodePlacedOutput(value),
  }))
  const layer = salt % 2 === 0 ? DEBT_LAYER : CIRCULATION
  const value = { element: VALUE, amount: 1n, script } as const
  return makeTransaction({ layer, kind: TRANSFER, inputs, outputs: [value, ...outputs], lockTime: salt })
}

/** A store with the state and an undo set for each step, as a node writes them. */
function storeOf(steps: readonly Step[]) {
  const [store, state] = [openMemoryStore(), memoryState()]
  for (const [height, one] of steps.entries()) {
    const overlay = new Overlay(state)
    applyTransaction(overlay, transactionOf(state, one, height), height)
    const undo = undoOf(overlay.changes(), state)
    state.apply(overlay.changes())
    store.commit([
      ...stateWrites(overlay.changes()),
      { space: 'undo', key: be32(height), value: encodeChanges(undo) },
    ])
  }
  return store
}

const states = (store: Store) => new Map(stateReader(store).range(''))

/** The state after each block, the newest first, by the undo sets. */
function pasts(store: Store, top: number): readonly ReadonlyMap<string, Uint8Array>[] {
  const state = memoryState()
  state.apply(states(store))
  const seen = [new Map(state.range(''))]
  for (let height = top; height >= 0; height -= 1) {
    state.apply(chainStore(store).undoAt(height) ?? new Map())
    seen.push(new Map(state.range('')))
  }
  return seen
}

/** What a node of before knew: nothing of the index, or of the debts that keys owe alone. */
function strip(store: Store, top: number, isLost: (key: string) => boolean): void {
  const lost = [...states(store).keys()].filter(isLost)
  store.commit(stateWrites(new Map(lost.map((key) => [key, undefined]))))
  for (let height = 0; height <= top; height += 1) {
    const undo: Changes = new Map(
      [...(chainStore(store).undoAt(height) ?? [])].filter(([key]) => !isLost(key)),
    )
    store.commit([{ space: 'undo', key: be32(height), value: encodeChanges(undo) }])
  }
}

const ofCollectives = collectives.map((id) => `x:${toHex(hash160(id))}`)
const losses = [
  (key: string) => INDEX_PREFIXES.some((prefix) => key.startsWith(prefix)),
  (key: string) => ofCollectives.some((prefix) => key.startsWith(prefix)),
]

test('a store without indexes, or without those of collectives, has them again, and so has the state before each of its blocks', () => {
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 1, maxLength: 12 }),
      fc.constantFrom(...losses),
      fc.boolean(),
      (steps, isLost, isCutShort) => {
        const [store, top] = [storeOf(steps), steps.length - 1]
        const due = pasts(store, top)
        strip(store, top, isLost)
        if (isCutShort) expect(() => renewIndex(endingAfter(store, 2), top)).toThrow('the process ends')
        renewIndex(store, top)
        expect(pasts(store, top)).toEqual(due)
        expect(store.get('meta', indexVersionWrite.key)).toEqual(indexVersionWrite.value)
      },
    ),
  )
})

/** The same store of a process that ends after so many commits. */
function endingAfter(store: Store, commits: number): Store {
  let left = commits
  const commit: Store['commit'] = (writes) => {
    if (left === 0) throw new Error('the process ends')
    left -= 1
    store.commit(writes)
  }
  return { ...store, commit }
}

test('a store of today is left as it is; one of tomorrow is not opened', () => {
  const store = storeOf([{ owed: [0, 3], spend: 0, record: 0 }])
  store.commit([indexVersionWrite])
  const before = states(store)
  expect([...standardDebts(stateReader(store))]).toHaveLength(2)
  renewIndex({ ...store, commit: () => expect.unreachable('nothing is written') }, 0)
  expect(states(store)).toEqual(before)
  const newer = { ...indexVersionWrite, value: Uint8Array.of(3) }
  store.commit([newer])
  expect(() => renewIndex(store, 0)).toThrow(new NodeHalt('store-newer', { store: 3, node: 2 }))
})
