import { equalBytes, nobleChecks, toHex } from '@vc/crypto'
import { openSchnorrSigner, openSignatureChecks } from '@vc/crypto/native'
import { longRun } from '@vc/kernel/testing'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { applyTransaction } from './apply-transaction.ts'
import { isPlainlySigned, type KnownSignatures, type SignedBook } from './checks/signed-book.ts'
import { decodeTransaction, encodeTransaction } from './codec/transaction.ts'
import { fuzzTransaction } from './fuzz/fuzz-transaction.ts'
import { mutateBytes } from './fuzz/mutate.ts'
import { Choices } from './fuzz/random.ts'
import { fuzzWorld, WORLD_HEIGHT, type World } from './fuzz/world.ts'
import { judgeTransaction } from './judge-transaction.ts'
import { judgeByModel } from './model/judge.ts'
import { Overlay, type StateReader, undoOf } from './state.ts'
import { decodePlacedOutput, encodePlacedOutput } from './state-entries.ts'
import { stateEntryBytes } from './state-entry-bytes.ts'
import { outputKey } from './state-keys.ts'
import { totals } from './totals.ts'
import {
  CREDIT,
  DEBT,
  DEBT_LAYER,
  MANAGEMENT,
  type PlacedOutput,
  REWARD,
  type Transaction,
} from './transaction.ts'
import { wtxidOf } from './txid.ts'
import { viewOf } from './view-of.ts'

const { drawn, timeout } = longRun(60)
const { numRuns } = drawn
const seeds = fc.integer({ min: 0, max: 0xffff_ffff })
const sign = await openSchnorrSigner()
const worlds: readonly World[] = [
  fuzzWorld({}, sign),
  fuzzWorld({ namedDebtorsOnly: true, overdueFreeze: false }, sign),
  fuzzWorld({ namedAccountsOnly: true, hardwareKeysOnly: true }, sign),
]

let checks = nobleChecks
beforeAll(async () => {
  checks = (await openSignatureChecks()).checks
})

const caseOf = (seed: number) => {
  const choices = new Choices(seed)
  const world = worlds[seed % worlds.length] ?? fuzzWorld()
  return { choices, world, tx: fuzzTransaction(world, choices) }
}
const judged = (world: World, tx: Transaction) =>
  judgeTransaction(tx, viewOf(world.state, { height: WORLD_HEIGHT }), { ...world.place, checks })
const holds = (property: (seed: number) => void) => fc.assert(fc.property(seeds, property), drawn)

test(
  'a model written apart says of every transaction what the ledger says',
  () => {
    let unknown = 0
    holds((seed) => {
      const { world, tx } = caseOf(seed)
      const result = judged(world, tx)
      const model = judgeByModel(world, tx)
      if (model === undefined) unknown += 1
      else expect(result.ok ? 'ok' : result.refusal.code, `seed ${seed}`).toBe(model)
    })
    expect(unknown).toBeLessThanOrEqual(numRuns / 10)
  },
  timeout,
)

test(
  'what is valid conserves value less debt up to its fee, and makes no credit out of nothing',
  () => {
    holds((seed) => {
      const { world, tx } = caseOf(seed)
      const result = judged(world, tx)
      if (!result.ok || tx.kind === REWARD) return
      const overlay = new Overlay(world.state)
      applyTransaction(overlay, tx, WORLD_HEIGHT)
      const [before, after] = [totals(world.state), totals(overlay)]
      expect(netOf(before) - netOf(after)).toBe(result.value.fee + tx.premium)
      const grown = creditBelow(after) - creditBelow(before)
      const read = tx.inputs.reduce((sum, { txid, index }) => sum + readCredit(world, tx, txid, index), 0n)
      expect(grown <= read).toBe(true)
      expect(after.every((sum) => sum >= 0n)).toBe(true)
    })
  },
  timeout,
)

test(
  'undo after apply gives back the state, entry by entry',
  () => {
    holds((seed) => {
      const { world, tx } = caseOf(seed)
      if (!judged(world, tx).ok) return
      const overlay = new Overlay(world.state)
      const applied = applyTransaction(overlay, tx, WORLD_HEIGHT)
      const undo = undoOf(overlay.changes(), world.state)
      const back = new Overlay(overlay)
      for (const [key, value] of undo) value === undefined ? back.delete(key) : back.put(key, value)
      for (const key of overlay.changes().keys()) expect(back.get(key)).toEqual(world.state.get(key))
      if (seed % 50 === 0) {
        expect([...stateEntryBytes(back)]).toEqual([...stateEntryBytes(world.state)])
        const grown = applied.created.length - applied.removed.length
        expect([...stateEntryBytes(overlay)].length - [...stateEntryBytes(world.state)].length).toBe(grown)
      }
    })
  },
  timeout,
)

test(
  'a transaction has one encoding: whatever decodes encodes to the same bytes',
  () => {
    holds((seed) => {
      const { tx, choices } = caseOf(seed)
      const bytes = encodeTransaction(tx)
      const decoded = decodeTransaction(bytes, 20_000)
      if (decoded.ok) expect(decoded.value).toEqual(tx)
      for (let i = 0; i < 5; i += 1) {
        const changed = mutateBytes(bytes, choices)
        const other = decodeTransaction(changed, 20_000)
        if (other.ok) expect(equalBytes(encodeTransaction(other.value), changed)).toBe(true)
      }
    })
  },
  timeout,
)

const signs = [1n, 0n, -1n]
const netOf = (sums: readonly bigint[]) => sums.reduce((net, sum, i) => net + sum * (signs[i % 3] ?? 0n), 0n)
/** Credit below the management layer: what its endless source has let out. */
const creditBelow = (sums: readonly bigint[]) => (sums[4] ?? 0n) + (sums[7] ?? 0n)

function readCredit(world: World, tx: Transaction, txid: Uint8Array, index: number): bigint {
  const found = world.outputs.find(
    ({ outpoint }) => outpoint.index === index && equalBytes(outpoint.txid, txid),
  )
  const output = found?.output
  return output && output.layer < tx.layer && output.element === CREDIT && output.layer >= MANAGEMENT
    ? output.amount
    : 0n
}

test(
  'what is known of signatures changes no verdict, whatever the state says meanwhile',
  () => {
    const books = new Map<World, Map<string, KnownSignatures>>()
    let recalled = 0
    holds((seed) => {
      const { choices, world, tx } = plainCaseOf(seed)
      const known = books.get(world) ?? new Map<string, KnownSignatures>()
      books.set(world, known)
      const book: SignedBook = {
        find: (of) => {
          const found = known.get(toHex(wtxidOf(of)))
          if (found !== undefined) recalled += 1
          return found
        },
        note: (of, entry) => known.set(toHex(wtxidOf(of)), entry),
      }
      const states = [world.state, world.state, withOtherOutputs(world.state, tx, choices), world.state]
      for (const state of states) {
        const view = viewOf(state, { height: WORLD_HEIGHT })
        const alone = judgeTransaction(tx, view, { ...world.place, checks })
        expect(judgeTransaction(tx, view, { ...world.place, checks, signed: book }), `seed ${seed}`).toEqual(
          alone,
        )
      }
    })
    expect(recalled).toBeGreaterThan(numRuns / 6)
  },
  timeout,
)

/** A case whose signatures a book may remember, as long as one comes soon. */
function plainCaseOf(seed: number): ReturnType<typeof caseOf> {
  for (let at = 0; at < 24; at += 1) {
    const found = caseOf((seed + at * worlds.length) % 2 ** 32)
    const named = found.tx.inputs.map((input) => found.world.state.get(outputKey(input)))
    const outputs = named.flatMap((entry) => (entry === undefined ? [] : [decodePlacedOutput(entry)]))
    if (outputs.length === named.length && isPlainlySigned(found.tx, outputs)) return found
  }
  return caseOf(seed)
}

/** A state where one of the outputs that a transaction names is worth something else, or lies under another script. */
function withOtherOutputs(state: StateReader, tx: Transaction, choices: Choices): StateReader {
  const changed = new Overlay(state)
  for (const input of tx.inputs) {
    const entry = state.get(outputKey(input))
    if (entry !== undefined && choices.once(2)) {
      changed.put(outputKey(input), encodePlacedOutput(otherOutput(decodePlacedOutput(entry), choices)))
    }
  }
  return changed
}

function otherOutput(output: PlacedOutput, choices: Choices): PlacedOutput {
  const script = output.script.map((byte, at) => (at === 5 ? byte ^ 1 : byte))
  return choices.pick<PlacedOutput>([
    { ...output, amount: output.amount + 1n },
    { ...output, script },
    { ...output, layer: DEBT_LAYER },
    { ...output, element: DEBT },
    { ...output, height: output.height + 1 },
  ])
}
