import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hash160, nobleChecks, toHex, utf8 } from '@vc/crypto'
import { softwareAuthenticator } from '@vc/crypto/software-authenticator'
import { must } from '@vc/kernel'
import {
  applyTransaction,
  CIRCULATION,
  commitRecord,
  decodePlacedOutput,
  defaultConfiguration,
  judgeBundle,
  keyHashScript,
  memoryState,
  type OutputAt,
  Overlay,
  outputKey,
  sheetHashOf,
  signInputByAct,
  TRANSFER,
  type Transaction,
  txidOf,
  VALUE,
  viewOf,
} from '@vc/ledger'
import { parseTable } from '@vc/tabular'
import { expect, test } from 'vitest'
import { buildSettlement, payoutsOf, type SettlementLeg } from './build-settlement.ts'
import { net } from './net.ts'
import { parseObligations } from './parse-obligations.ts'
import { reportRoot } from './report.ts'

const shared = process.env.VC_SHARED ?? join(import.meta.dirname, '../../../../shared')
const flows = join(shared, 'data/trade-flows-2006/bilateral-flows.csv')
if (!existsSync(flows)) console.warn(`SKIPPED: no public data at ${flows}`)

const party = { rpId: 'localhost', origin: 'http://localhost:3000' }
const approver = softwareAuthenticator(new Uint8Array(32).fill(9), party)
const poolKeyHash = hash160(approver.publicKey33)
const network = new Uint8Array(32).fill(3)
const decimals = 2
const configuration = { ...defaultConfiguration, rpIds: [party.rpId], origins: [party.origin] }
const keyHashOf = (code: string) => hash160(utf8(code))
const batchId = new Uint8Array(16).fill(1)
const HEIGHT = 7

function coin(seed: number, amount: bigint, script = keyHashScript(poolKeyHash)): OutputAt {
  const output = { element: VALUE, amount, script, layer: CIRCULATION, kind: TRANSFER, height: 2 } as const
  return { outpoint: { txid: new Uint8Array(32).fill(seed), index: 0 }, output }
}

/** A ledger on which these outputs and the commitment lie, as an earlier block wrote them. */
function ledgerWith(coins: readonly OutputAt[], root: Uint8Array) {
  const overlay = new Overlay(memoryState())
  const funding = coins.map(({ output }) => output)
  const base: Transaction = commitRecord({
    ...{ table: 'settlement', key: batchId, value: root, guard: keyHashScript(poolKeyHash), amount: 100n },
    ...{ values: [coin(200, 1000n)], fee: 0n, changeTo: keyHashScript(poolKeyHash) },
  })
  applyTransaction(overlay, { ...base, outputs: [...base.outputs.slice(0, 1), ...funding] }, 2)
  const txid = txidOf({ ...base, outputs: [...base.outputs.slice(0, 1), ...funding] })
  const at = (index: number): OutputAt => {
    const outpoint = { txid, index }
    return { outpoint, output: decodePlacedOutput(must(overlay.get(outputKey(outpoint)), 'written')) }
  }
  return { overlay, commitment: at(0), pool: funding.map((_, i) => at(i + 1)) }
}

function sign({ transaction, named }: SettlementLeg): Transaction {
  const sheetHash = sheetHashOf(transaction, named, { network, decimals })
  return transaction.inputs.reduce(
    (tx, _, index) =>
      signInputByAct({
        ...{ tx, named, network, index, key: approver.publicKey33, sheetHash },
        assertAct: approver.assert,
      }),
    transaction,
  )
}

const place = {
  ...{ network, height: HEIGHT, configuration, checks: nobleChecks },
  sheetHashOf: (tx: Transaction, named: SettlementLeg['named']) =>
    sheetHashOf(tx, named, { network, decimals }),
}
const sumUnder = (transactions: readonly Transaction[], hash: Uint8Array) => {
  const script = toHex(keyHashScript(hash))
  const outputs = transactions.flatMap(({ outputs }) => outputs)
  return outputs.reduce((sum, output) => (toHex(output.script) === script ? sum + output.amount : sum), 0n)
}

function settle(
  obligations: Parameters<typeof net>[0],
  known: (code: string) => boolean,
  funds: readonly bigint[],
) {
  const netting = net(obligations)
  const root = reportRoot(obligations, netting)
  const ledger = ledgerWith(
    funds.map((amount, i) => coin(i + 1, amount)),
    root,
  )
  const payouts = payoutsOf(netting.positions, (code) => (known(code) ? keyHashOf(code) : undefined))
  const built = buildSettlement({ batchId, reportRoot: root, poolKeyHash, payouts, ...ledger })
  return { netting, root, ledger, payouts, built }
}

test.skipIf(!existsSync(flows))(
  'the trade of 2006 settles in one bundle: every net creditor is paid, the record stands, nothing is lost',
  () => {
    const table = parseTable(readFileSync(flows))
    const parsed = table.ok ? parseObligations(table.value) : table
    if (!parsed.ok) throw new Error(parsed.refusal.code)
    const { obligations } = parsed.value
    const funds = 3n * 10n ** 14n
    const { netting, root, ledger, payouts, built } = settle(obligations, (code) => code < 'N', [
      funds,
      funds,
      funds,
    ])
    if (!built.ok) throw new Error(built.refusal.code)
    expect(netting.multilateral).toBeLessThan(netting.gross / 5n)
    const signed = built.value.legs.map(sign)
    const judged = judgeBundle(signed, viewOf(ledger.overlay, { height: HEIGHT }), place)
    expect(judged.ok || judged.refusal).toBe(true)
    expect(judged.ok && judged.value.fee).toBe(built.value.fee)
    for (const { party: code, amount, keyHash } of payouts)
      if (keyHash !== undefined) expect(sumUnder(signed, keyHash), code).toBe(amount)
    const spent = built.value.legs.slice(1).flatMap(({ named }) => named)
    const before = spent.reduce((sum, { amount }) => sum + amount, 0n)
    const after = signed.flatMap(({ outputs }) => outputs).reduce((sum, { amount }) => sum + amount, 0n)
    expect(before + 100n).toBe(after + built.value.fee)
    for (const transaction of signed) applyTransaction(ledger.overlay, transaction, HEIGHT)
    const view = viewOf(ledger.overlay, { height: HEIGHT + 1 })
    expect(toHex(must(view.findRecord('settlement', batchId), 'the record').value)).toBe(toHex(root))
    expect(judgeBundle(signed, view, { ...place, height: HEIGHT + 1 }).ok).toBe(false)
  },
  60_000,
)

test('six thousand creditors are paid by three transfers, each out of the change of the one before', () => {
  const obligations = Array.from({ length: 6000 }, (_, i) => ({
    ...{ reference: `${i}`, debtor: 'payer', creditor: `c${i}`, amount: BigInt(i + 1) },
  }))
  const { ledger, built, netting } = settle(obligations, () => true, [netting6000() + 10n ** 6n])
  if (!built.ok) throw new Error(built.refusal.code)
  expect(built.value.legs.length).toBe(4)
  const judged = judgeBundle(built.value.legs.map(sign), viewOf(ledger.overlay, { height: HEIGHT }), place)
  expect(judged.ok || judged.refusal).toBe(true)
  expect(netting.multilateral).toBe(netting6000())
})
const netting6000 = () => (6000n * 6001n) / 2n

test('money of participants without an account stays in the pool under their names', () => {
  const owes = [{ reference: '1', debtor: 'A', creditor: 'B', amount: 500n }]
  const { built } = settle(owes, () => false, [10_000n])
  const held = built.ok ? built.value.legs.flatMap((leg) => leg.held) : []
  expect(held).toMatchObject([{ party: 'B', amount: 500n }, { party: '' }])
})

test('a pool that can not pay, and a batch in which nobody is owed anything, are refused', () => {
  const owes = [{ reference: '1', debtor: 'A', creditor: 'B', amount: 500n }]
  const short = settle(owes, () => true, [400n]).built
  expect(!short.ok && short.refusal).toMatchObject({ code: 'batch-short-of-funds', have: 400n })
  const loop = [...owes, { reference: '2', debtor: 'B', creditor: 'A', amount: 500n }]
  const none = settle(loop, () => true, [10_000n]).built
  expect(!none.ok && none.refusal.code).toBe('batch-nothing-owed')
})
