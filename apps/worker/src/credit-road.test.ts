import { LEDGER_FEE, toLots } from '@vc/admission'
import { deriveKey, fromHex, hash160, nobleChecks, schnorrPublicKey, taggedHash } from '@vc/crypto'
import { softwareAuthenticator } from '@vc/crypto/software-authenticator'
import { must } from '@vc/kernel'
import {
  ACCOUNT_ACTIVE,
  ADMISSION,
  acceptDebt,
  applyTransaction,
  CIRCULATION,
  type Configuration,
  decodePlacedOutput,
  defaultConfiguration,
  encodeAccount,
  encodeAgent,
  giveCredit,
  judgeBundle,
  judgeTransaction,
  keyHashScript,
  kOfNScript,
  type MemoryState,
  type NamedOutput,
  type OutputAt,
  Overlay,
  outputKey,
  type Place,
  POWER_ADMIT,
  POWER_CREDIT,
  repay,
  rosterOutput,
  sheetHashOf,
  signInput,
  signInputByAct,
  sourceOutputs,
  type Transaction,
  totals,
  txidOf,
  VALUE,
  viewOf,
} from '@vc/ledger'
import { stateOf } from '@vc/ledger/testing'
import { expect, test } from 'vitest'
import { signAdmission } from './admission-bundle.ts'
import { schnorrKey, softwareKeys } from './admission-keys.ts'

const network = new Uint8Array(32).fill(9)
const party = { rpId: 'localhost', origin: 'http://localhost:3000' }
const secret = (n: number) => new Uint8Array(32).fill(n)
const admissionKeys = [1, 2, 3].flatMap((n) => softwareKeys(secret(n), party))
const roster = admissionKeys.filter(({ publicKey }) => publicKey.length === 33).map((key) => key.publicKey)
const operatingKey = schnorrKey(secret(4))
const authority = softwareAuthenticator(secret(5), party)
const debtor = deriveKey(secret(6), "m/0'/0").privateKey
const debtorHash = hash160(schnorrPublicKey(debtor))
const configuration: Configuration = {
  ...defaultConfiguration,
  namedDebtorsOnly: true,
  rpIds: [party.rpId],
  origins: [party.origin],
}
const CEILING = 1_000_000n
const sheet = (tx: Transaction, named: readonly NamedOutput[]) =>
  sheetHashOf(tx, named, { network, decimals: 2 })
const place = (height: number): Place => ({
  network,
  height,
  configuration,
  checks: nobleChecks,
  sheetHashOf: (tx, named) => sheet(tx, named as readonly NamedOutput[]),
  producer: { room: 10_000_000n },
})

const genesisTx = secret(0xee)
const placed = (
  output: { element: 0 | 1 | 2; amount: bigint; script: Uint8Array },
  layer: 0 | 1 | 2,
  kind: 0 | 4,
) => ({
  ...output,
  layer,
  kind,
  height: 0,
})

function genesis(): MemoryState {
  const group = [rosterOutput(roster), ...sourceOutputs(roster, configuration)].map(
    (output, index): OutputAt => ({ outpoint: { txid: genesisTx, index }, output: placed(output, 0, 4) }),
  )
  return stateOf({
    outputs: [
      ...group,
      coinOf(operatingKey.publicKey, 100_000n, 99),
      coinOf(schnorrPublicKey(debtor), 50_000n, 98),
    ],
    rosters: [{ group: ADMISSION, outpoint: { txid: genesisTx, index: 0 }, keys: roster }],
  })
}

function coinOf(key: Uint8Array, amount: bigint, index: number): OutputAt {
  const output = placed({ element: VALUE, amount, script: keyHashScript(hash160(key)) }, CIRCULATION, 0)
  return { outpoint: { txid: genesisTx, index }, output }
}

const at = (state: MemoryState, tx: Transaction, index: number): OutputAt => {
  const outpoint = { txid: txidOf(tx), index }
  return { outpoint, output: decodePlacedOutput(must(state.get(outputKey(outpoint)), 'unspent')) }
}

function apply(state: MemoryState, transactions: readonly Transaction[], height: number): void {
  const overlay = new Overlay(state)
  for (const tx of transactions) applyTransaction(overlay, tx, height)
  state.apply(overlay.changes())
}

function admitted(state: MemoryState): Transaction {
  const agent = must(roster[0], 'three keys')
  const guard = kOfNScript(2, roster)
  const parent = new Uint8Array(0)
  const commitment = taggedHash('vdn/account', secret(7), secret(8), fromHex('02'.padEnd(66, '7')))
  const account = encodeAccount({ debtKeyHash: debtorHash, commitment, status: ACCOUNT_ACTIVE, agent })
  const source: OutputAt = {
    outpoint: { txid: genesisTx, index: 2 },
    output: decodePlacedOutput(must(state.get(outputKey({ txid: genesisTx, index: 2 })), 'the source')),
  }
  const { prepare, writes } = signAdmission({
    ...{ network, sheetHashOf: sheet, operatingKey, keys: admissionKeys, fee: LEDGER_FEE },
    values: [coinOf(operatingKey.publicKey, 100_000n, 99)],
    pairs: [
      { table: 'agent', key: agent, value: encodeAgent({ parent, ceiling: 0n, powers: POWER_ADMIT }), guard },
      { table: 'account', key: secret(7).slice(12), value: account, guard: keyHashScript(hash160(agent)) },
      {
        ...{ table: 'agent', key: authority.publicKey33, guard },
        value: encodeAgent({ parent, ceiling: CEILING, powers: POWER_CREDIT }),
      },
    ],
    grants: [{ source, agentKeyHash: hash160(authority.publicKey33), ceiling: CEILING }],
  })
  const paid = judgeTransaction(prepare, viewOf(state, { height: 1 }), place(1))
  expect(paid).toMatchObject({ ok: true, value: { fee: LEDGER_FEE } })
  apply(state, [prepare], 1)
  const judged = judgeBundle(writes, viewOf(state, { height: 2 }), place(2))
  expect(judged).toMatchObject({ ok: true, value: { fee: 4n * LEDGER_FEE } })
  apply(state, writes, 2)
  return must(writes.at(-1), 'the grant')
}

function loan(state: MemoryState, grant: Transaction) {
  const managementCredit = at(state, grant, 0)
  const lots = toLots(30_000n, 3, 2, 100)
  const tx = giveCredit({
    managementCredit,
    amount: 30_000n,
    fee: LEDGER_FEE,
    debtorKeyHash: debtorHash,
    lots,
  })
  return { tx, named: [managementCredit.output], network }
}

const accepted = (draft: ReturnType<typeof loan>, by: Uint8Array) =>
  [1, 2, 3].reduce((tx, output) => acceptDebt({ ...draft, tx, output, secret: by }), draft.tx)
const approved = (draft: ReturnType<typeof loan>, tx: Transaction, key = authority) =>
  signInputByAct({
    ...{ ...draft, tx, index: 0, key: key.publicKey33, sheetHash: sheet(tx, draft.named) },
    assertAct: key.assert,
  })

test('from admission to repayment: accounts and agents are admitted, credit becomes value and debt, lots are cleared', () => {
  const state = genesis()
  const draft = loan(state, admitted(state))
  const tx = approved(draft, accepted(draft, debtor))
  expect(judgeTransaction(tx, viewOf(state, { height: 3 }), place(3))).toMatchObject({
    ok: true,
    value: { netDebt: 30_000n, released: 30_000n, fee: LEDGER_FEE },
  })
  apply(state, [tx], 3)
  const debts = [1, 2].map((index) => at(state, tx, index))
  const values = [at(state, tx, 0)]
  const repaid = repay({ debts, values, fee: LEDGER_FEE, changeTo: keyHashScript(debtorHash) })
  const named = [...values, ...debts].map(({ output }) => output)
  const signed = named.reduce(
    (one, _, index) => signInput({ tx: one, named, network, index, secret: debtor }),
    repaid,
  )
  expect(judgeTransaction(signed, viewOf(state, { height: 4 }), place(4))).toMatchObject({ ok: true })
  apply(state, [signed], 4)
  const debtLeft = totals(state)[CIRCULATION * 3 + 2]
  expect(debtLeft).toBe(10_000n)
})

test('either may sign first: the acceptance covers the same bytes as the approval', () => {
  const state = genesis()
  const draft = loan(state, admitted(state))
  expect(accepted({ ...draft, tx: approved(draft, draft.tx) }, debtor)).toEqual(
    approved(draft, accepted(draft, debtor)),
  )
})

test.each([
  ['the debtor has not accepted', 'consent', (draft: ReturnType<typeof loan>) => approved(draft, draft.tx)],
  [
    'another key accepts',
    'acceptance',
    (draft: ReturnType<typeof loan>) => approved(draft, accepted(draft, secret(77))),
  ],
])('no credit comes to be when %s', (_, code, sign) => {
  const state = genesis()
  const draft = loan(state, admitted(state))
  expect(judgeTransaction(sign(draft), viewOf(state, { height: 3 }), place(3))).toMatchObject({
    ok: false,
    refusal: { code },
  })
})

test('nobody who is not on the ledger can take on debt', () => {
  const state = genesis()
  const grant = admitted(state)
  const managementCredit = at(state, grant, 0)
  const stranger = secret(78)
  const debtorKeyHash = hash160(schnorrPublicKey(stranger))
  const lots = toLots(10_000n, 1, 2, 100)
  const tx = giveCredit({ managementCredit, amount: 10_000n, fee: LEDGER_FEE, debtorKeyHash, lots })
  const draft = { tx, named: [managementCredit.output], network }
  const signed = approved(draft, acceptDebt({ ...draft, output: 1, secret: stranger }))
  expect(judgeTransaction(signed, viewOf(state, { height: 3 }), place(3))).toMatchObject({
    ok: false,
    refusal: { code: 'unnamed-debtor' },
  })
})
