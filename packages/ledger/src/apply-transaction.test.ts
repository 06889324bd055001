import { hash160, schnorrPublicKey, sha256, toHex, utf8 } from '@vc/crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Applied, applyTransaction } from './apply-transaction.ts'
import { makeTransaction, valueOutput } from './build/make-transaction.ts'
import { genesisAllotment, genesisRecord, genesisRoster } from './build/record.ts'
import { ADMISSION } from './kinds/group.ts'
import { encodeAccount, encodeAgent, POWER_CREDIT } from './kinds/record-values.ts'
import { keyHashScript, standardDebtScript } from './script/standard.ts'
import { Overlay, type StateReader, undoOf } from './state.ts'
import { decodePlacedOutput, encodePlacedOutput } from './state-entries.ts'
import { stateEntryBytes } from './state-entry-bytes.ts'
import { outpointOfKey, tableBytes, tableName } from './state-keys.ts'
import { testLedger } from './testing.ts'
import { totalIndex, totals } from './totals.ts'
import {
  CIRCULATION,
  DEBT,
  DEBT_LAYER,
  type Element,
  type Layer,
  RECORD,
  TRANSFER,
  type Transaction,
} from './transaction.ts'
import { standardDebts, viewOf } from './view-of.ts'

const key = schnorrPublicKey(sha256(utf8('owner')))
const owner = hash160(key)
const script = keyHashScript(owner)

type Step = {
  readonly layer: Layer
  readonly spend: number
  readonly amounts: readonly (readonly [Element, number])[]
  readonly record: boolean
}
const step: fc.Arbitrary<Step> = fc.record({
  layer: fc.constantFrom<Layer>(DEBT_LAYER, CIRCULATION),
  spend: fc.nat(3),
  amounts: fc.array(fc.tuple(fc.constantFrom<Element>(0, 1, 2), fc.integer({ min: 1, max: 999 })), {
    maxLength: 4,
  }),
  record: fc.boolean(),
})

/** Any transaction will do: what is valid is `judgeTransaction`'s question. */
function transactionOf(
  reader: StateReader,
  { layer, spend, amounts, record }: Step,
  salt: number,
): Transaction {
  const unspent = [...reader.range('o:')].map(([name, value]) => ({
    outpoint: outpointOfKey(name),
    output: decodePlacedOutput(value),
  }))
  const outputs = amounts.map(([element, amount]) => {
    const debt = standardDebtScript(owner, amount)
    return { element, amount: BigInt(amount), script: element === DEBT ? debt : script }
  })
  if (!record)
    return makeTransaction({
      layer,
      kind: TRANSFER,
      inputs: unspent.slice(0, spend),
      outputs,
      lockTime: salt,
    })
  const table = salt % 2 === 0 ? 'account' : 'agent'
  const account = encodeAccount({ debtKeyHash: owner, commitment: sha256(key), status: salt % 4, agent: key })
  const agent = encodeAgent({ parent: key, ceiling: 1n, powers: 1 + (salt % 7) })
  const tx = genesisRecord({ table, key, value: table === 'account' ? account : agent, holderScript: script })
  return { ...tx, kind: RECORD, lockTime: salt }
}

const hexes = (entries: Iterable<Uint8Array>) => [...entries].map(toHex).sort()

function without(all: readonly string[], gone: readonly string[]): readonly string[] {
  const rest = [...all]
  for (const one of gone) rest.splice(rest.indexOf(one), 1)
  return rest
}

test('entries, totals and the debt index follow every transaction, and undo takes all of it back', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
      const { state } = testLedger()
      for (const [salt, one] of steps.entries()) {
        const before = [...state.range('')]
        const overlay = new Overlay(state)
        const tx = transactionOf(state, one, salt)
        const applied: Applied = applyTransaction(overlay, tx, salt + 1)
        const undo = undoOf(overlay.changes(), state)
        const entriesBefore = hexes(stateEntryBytes(state))
        state.apply(overlay.changes())
        const expected = [
          ...without(entriesBefore, applied.removed.map(toHex)),
          ...applied.created.map(toHex),
        ]
        expect(hexes(stateEntryBytes(state))).toEqual(expected.sort())
        expect(totals(state)).toEqual(recount(state))
        expect([...standardDebts(state)]).toHaveLength(debtsIn(state))
        const after = overlay.changes()
        state.apply(undo)
        expect([...state.range('')]).toEqual(before)
        state.apply(after)
      }
    }),
    { numRuns: 60 },
  )
})

function recount(reader: StateReader): readonly bigint[] {
  const sums = Array.from({ length: 9 }, () => 0n)
  for (const [, value] of reader.range('o:')) {
    const { layer, element, amount } = decodePlacedOutput(value)
    const at = totalIndex(layer, element)
    sums[at] = (sums[at] ?? 0n) + amount
  }
  return sums
}

function debtsIn(reader: StateReader): number {
  return [...reader.range('o:')].filter(([, value]) => decodePlacedOutput(value).element === DEBT).length
}

test('what a block already spent can still be read in it, but not spent again', () => {
  const { state, found } = testLedger()
  const tx = genesisAllotment(DEBT_LAYER, TRANSFER, [valueOutput(script, 10n)])
  const outpoint = { txid: found(tx).txid, index: 0 }
  const named = { outpoint, output: decodePlacedOutput([...state.range('o:')][0]?.[1] ?? new Uint8Array(0)) }
  const view = viewOf(state, { height: 5 })
  const spent = view.after(
    makeTransaction({ layer: DEBT_LAYER, kind: TRANSFER, inputs: [named], outputs: [] }),
  )
  expect(spent.findOutput(outpoint)).toBeUndefined()
  expect(spent.findReadable(outpoint)).toEqual(named.output)
  expect(spent.onParent().findOutput(outpoint)).toEqual(named.output)
})

test('a debt is overdue from its expiry height, on the state before the block that asks', () => {
  const { state, found } = testLedger()
  found({
    ...genesisAllotment(DEBT_LAYER, TRANSFER, [
      { element: DEBT, amount: 5n, script: standardDebtScript(owner, 7) },
    ]),
  })
  const view = viewOf(state, { height: 7 })
  expect([view.hasOverdueDebt(owner, 6), view.hasOverdueDebt(owner, 7)]).toEqual([false, true])
  expect(viewOf(state, { parent: testLedger().state, height: 7 }).hasOverdueDebt(owner, 7)).toBe(false)
})

test('genesis founds groups and agents from its transactions alone', () => {
  const { state, found, configuration } = testLedger()
  found(genesisRoster(ADMISSION, [key], configuration))
  const value = encodeAgent({ parent: new Uint8Array(0), ceiling: 1n, powers: POWER_CREDIT })
  found(genesisRecord({ table: 'agent', key, value, holderScript: script }))
  const view = viewOf(state, { height: 1 })
  expect(view.findRoster(ADMISSION)?.keys).toEqual([key])
  expect(view.isCreditAgent(owner)).toBe(true)
})

test('no two tables share a name, whatever their bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), (bytes) => {
      expect(tableBytes(tableName(bytes))).toEqual(Uint8Array.from(bytes))
    }),
  )
})

test('a placed output is read as it was written, whatever the length of its script, and inside other memory', () => {
  for (const length of [0, 1, 25, 48, 49, 252, 253, 254, 300, 10_000]) {
    const script = Uint8Array.from({ length }, (_, i) => i)
    const output = { element: DEBT, amount: 2n ** 53n - 1n - BigInt(length), script } as const
    const placed = { ...output, layer: 1, kind: 3, height: 0xffff_fffe } as const
    const bytes = encodePlacedOutput(placed)
    const inside = Uint8Array.of(7, 7, 7, ...bytes, 7).subarray(3, 3 + bytes.length)
    expect(decodePlacedOutput(inside)).toEqual(placed)
    expect(() => decodePlacedOutput(bytes.subarray(0, -1))).toThrow()
  }
})
