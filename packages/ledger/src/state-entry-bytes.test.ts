import { compareBytes } from '@vc/crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { memoryState } from './state.ts'
import { encodePlacedOutput, encodeRecordEntry, encodeRoster } from './state-entries.ts'
import { stateEntryBytes } from './state-entry-bytes.ts'
import { condemnedKey, drawnKey, outputKey, recordKey, rosterKey } from './state-keys.ts'
import { CIRCULATION, VALUE } from './transaction.ts'

const txid = fc.constantFrom(0, 1, 255).map((n) => new Uint8Array(32).fill(n))
// Lengths and numbers of one, two and three bytes, whose order is another in an entry than in a key.
const index = fc.oneof(fc.nat(3), fc.constantFrom(255, 256, 257, 511, 65_536))
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 3 }),
  fc.constantFrom(252, 253, 254, 256, 512).map((length) => new Uint8Array(length).fill(7)),
)
const table = fc.constantFrom('a', 'b', 'account', 'zz', 'farm union', '农', '_'.repeat(253), '_'.repeat(254))
const placed = encodePlacedOutput({
  ...{ element: VALUE, amount: 5n, script: new Uint8Array(3), layer: CIRCULATION, kind: 0, height: 1 },
})
const entry: fc.Arbitrary<readonly [string, Uint8Array]> = fc.oneof(
  fc.record({ txid, index }).map((outpoint) => [outputKey(outpoint), placed] as const),
  fc.record({ table, bytes, txid }).map(({ table, bytes, txid }) => {
    const value = encodeRecordEntry({ value: bytes, holder: { txid, index: 0 } })
    return [recordKey(table, bytes), value] as const
  }),
  txid.map((one) => [condemnedKey(one), new Uint8Array()] as const),
  txid.map((one) => [drawnKey(one), new Uint8Array()] as const),
  fc.constantFrom('council', 'admission', 'reserve').map((group) => {
    const roster = { outpoint: { txid: new Uint8Array(32), index: 1 }, keys: [new Uint8Array(33)] }
    return [rosterKey(group), encodeRoster(roster)] as const
  }),
)

it('gives entries in the order of their bytes, each once, whatever the order of their keys', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 60 }), (entries) => {
      const state = memoryState()
      for (const [key, value] of entries) state.put(key, value)
      const given = [...stateEntryBytes(state)]
      expect(given).toEqual(given.toSorted(compareBytes))
      expect(given.length).toBe(new Set(entries.map(([key]) => key)).size)
    }),
    { numRuns: 500 },
  )
})
