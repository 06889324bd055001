import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Changes, memoryState, Overlay, type StateReader, undoOf } from './state.ts'

const key = fc.constantFrom(
  't',
  'g:a',
  'g:b',
  'x:1:1',
  'x:1:2',
  'x:1:2:3',
  'x:2:1',
  'r:account:0a',
  'r:account:0b',
  'o:0:0',
)
const value = fc.option(fc.uint8Array({ minLength: 1, maxLength: 3 }), { nil: undefined })
const writes = fc.array(fc.tuple(key, value), { maxLength: 30 })
const prefixes = ['', 't', 'g:', 'x:', 'x:1:', 'x:1:2', 'r:account:', 'r:', 'o:0:', 'q']

function write(overlay: Overlay, pairs: readonly [string, Uint8Array | undefined][]) {
  for (const [name, bytes] of pairs) {
    if (bytes === undefined) overlay.delete(name)
    else overlay.put(name, bytes)
  }
}

function stateWith(pairs: readonly [string, Uint8Array | undefined][]) {
  const state = memoryState()
  const overlay = new Overlay(state)
  write(overlay, pairs)
  state.apply(overlay.changes())
  return state
}

const entries = (reader: StateReader) => [...reader.range('')]

test('an overlay reads as a plain map with the same writes would', () => {
  fc.assert(
    fc.property(writes, writes, (below, above) => {
      const overlay = new Overlay(stateWith(below))
      write(overlay, above)
      const model = new Map<string, Uint8Array | undefined>([...below, ...above])
      const expected = [...model]
        .filter(([, bytes]) => bytes !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1))
      for (const prefix of prefixes) {
        expect([...overlay.range(prefix)]).toEqual(expected.filter(([name]) => name.startsWith(prefix)))
      }
      for (const [name, bytes] of model) expect(overlay.get(name)).toEqual(bytes)
    }),
  )
})

test('undo gives back exactly the state before the changes', () => {
  fc.assert(
    fc.property(writes, writes, (below, above) => {
      const state = stateWith(below)
      const before = entries(state)
      const overlay = new Overlay(state)
      write(overlay, above)
      const undo: Changes = undoOf(overlay.changes(), state)
      expect(new Map(overlay.undo())).toEqual(undo)
      state.apply(overlay.changes())
      state.apply(undo)
      expect(entries(state)).toEqual(before)
    }),
  )
})
