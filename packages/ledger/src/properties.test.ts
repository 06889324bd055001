import { equalBytes, nobleChecks } from '@vc/crypto'
import { openSchnorrSigner, openSignatureChecks } from '@vc/crypto/native'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { applyTransaction } from './apply-transaction.ts'
import { decodeTransaction, encodeTransaction } from './codec/transaction.ts'
import { fuzzTransaction } from './fuzz/fuzz-transaction.ts'
import { mutateBytes } from './fuzz/mutate.ts'
import { Choices } from './fuzz/random.ts'
import { fuzzWorld, WORLD_HEIGHT, type World } from './fuzz/world.ts'
import { judgeTransaction } from './judge-transaction.ts'
import { judgeByModel } from './model/judge.ts'
import { Overlay, undoOf } from './state.ts'
import { stateEntryBytes } from './state-entry-bytes.ts'
import { totals } from './totals.ts'
import { CREDIT, MANAGEMENT, REWARD, type Transaction } from './transaction.ts'
import { viewOf } from './view-of.ts'

/** A few runs in `npm test`; `npm run long` makes 10^5 in parts, each with its own seed. */
const { VC_LONG_RUNS, VC_LONG_SEED } = process.env
const drawn = VC_LONG_SEED === undefined ? {} : { seed: Number(VC_LONG_SEED) }
const numRuns = Number(VC_LONG_RUNS ?? 60)
const timeout = VC_LONG_RUNS === undefined ? 60_000 : 3 * 3_600_000
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
const holds = (property: (seed: number) => void) =>
  fc.assert(fc.property(seeds, property), { numRuns, ...drawn })

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
