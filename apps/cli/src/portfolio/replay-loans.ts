import { type GrantTerms, grantMark, grantText, NO_INTEREST, PLEDGE_MARK, PLEDGE_TABLE } from '@vc/admission'
import { hash160, sha256, utf8 } from '@vc/crypto'
import { openSchnorrKeys, openSignatureChecks } from '@vc/crypto/native'
import { must } from '@vc/kernel'
import {
  ADMISSION,
  acceptanceDigest,
  applyTransaction,
  CREDIT,
  DEBT,
  defaultConfiguration,
  encodeAgent,
  giveCredit,
  inputDigest,
  judgeTransaction,
  keyHashScript,
  type Lot,
  MANAGEMENT,
  type OutputAt,
  Overlay,
  outputsOf,
  type Place,
  POWER_CREDIT,
  putSignature,
  repay,
  standardDebts,
  TRANSFER,
  type Transaction,
  txidOf,
  viewOf,
} from '@vc/ledger'
import { stateOf } from '@vc/ledger/testing'
import type { Loan, Standing } from './read-loans.ts'

/** The day of the last block; every loan is issued in the first 90. */
export const END = 400
/** Days after its due day at which a lot is bad. */
export const BAD_AGE = 120
/** Due so many days before the end, or after it: what a state of the file means in blocks. */
const daysOverdue: Readonly<Record<Standing, number>> = {
  current: -1000,
  grace: 8,
  late: 23,
  'very-late': 75,
  bad: 150,
}
const REPAID_AFTER = 30
const MOST_CREDIT = 2n ** 52n

type Signer = { readonly secret: Uint8Array; readonly key: Uint8Array; readonly hash: Uint8Array }
/** A loan as the ledger has it at the end: what is unpaid, and how many days each lot is overdue. */
export type Replayed = {
  readonly loan: Loan
  readonly given: bigint
  readonly unpaid: readonly { readonly amount: bigint; readonly overdue: number }[]
}

/**
 * Replays loans on a ledger in memory, judged as a node judges: issued in two lots, the repaid one cleared thirty days
 * later, the other left to fall due. A block is a day. `told` hears how many are done. Breaks when the law refuses one.
 */
export async function replayLoans(
  loans: readonly Loan[],
  told: (done: number) => void,
): Promise<readonly Replayed[]> {
  const world = await openWorld()
  const repayments = Map.groupBy(loans, ({ issued }) => issued + REPAID_AFTER)
  const issues = Map.groupBy(loans, ({ issued }) => issued)
  const given = new Map<string, Transaction>()
  for (let day = 1; day <= END; day += 1) {
    for (const loan of issues.get(day) ?? []) {
      given.set(loan.row, world.issue(loan, day))
      told(given.size)
    }
    for (const loan of repayments.get(day) ?? [])
      if (loan.repaid > 0n) world.clear(loan, must(given.get(loan.row), 'it was issued before'), day)
  }
  return loans.map((loan) => world.standing(loan, must(given.get(loan.row), 'every loan was issued')))
}

async function openWorld() {
  const keys = await openSchnorrKeys()
  const { checks } = await openSignatureChecks()
  const person = (name: string): Signer => {
    const secret = sha256(utf8(name))
    const key = keys.publicKey(secret)
    return { secret, key, hash: hash160(key) }
  }
  const agent = person('portfolio agent')
  const source = sourceOf(agent)
  const state = stateOf(
    founding(
      agent,
      source,
      ['m1', 'm2', 'm3'].map((name) => person(name).key),
    ),
  )
  const network = sha256(utf8('portfolio'))
  const configuration = { ...defaultConfiguration, badDebtAge: BAD_AGE }
  const placeAt = (height: number): Place => ({ network, height, configuration, checks })
  const debtorOf = ({ row }: Loan) => person(`portfolio debtor ${row}`)
  const sign = (tx: Transaction, named: readonly OutputAt[], index: number, { secret, key }: Signer) => {
    const order = { tx, named: outputsOf(named), network }
    return putSignature({ ...order, index, key, item: keys.sign(inputDigest(order, index), secret) })
  }
  const submit = (tx: Transaction, height: number) => {
    const judged = judgeTransaction(tx, viewOf(state, { height }), placeAt(height))
    if (!judged.ok) throw new Error(`the ledger refused: ${JSON.stringify(judged.refusal)}`)
    const overlay = new Overlay(state)
    applyTransaction(overlay, tx, height)
    state.apply(overlay.changes())
    return tx
  }
  const outputAt = (tx: Transaction, index: number, height: number): OutputAt => {
    const outpoint = { txid: txidOf(tx), index }
    return { outpoint, output: must(viewOf(state, { height }).findOutput(outpoint), 'it is unspent') }
  }
  return {
    issue(loan: Loan, day: number): Transaction {
      const debtor = debtorOf(loan)
      const lots = lotsOf(loan, day)
      const order = {
        managementCredit: source,
        amount: loan.amount,
        fee: 0n,
        debtorKeyHash: debtor.hash,
        lots,
        mark: { amount: PLEDGE_MARK, payTo: grantMark(keyOf(loan), termsOf(loan, day), debtor.hash) },
      }
      const draft = giveCredit(order)
      const named = outputsOf([source])
      const acceptances = lots.map((_, i) => {
        const digest = acceptanceDigest(draft, named, network, i + 1)
        return { output: i + 1, key: debtor.key, signature: keys.sign(digest, debtor.secret) }
      })
      return submit(sign({ ...draft, acceptances }, [source], 0, agent), day)
    },
    clear(loan: Loan, given: Transaction, day: number): Transaction {
      const debtor = debtorOf(loan)
      const mark = given.outputs.length - 1
      // What lies under the mark of the terms is the debtor's, who shows them to spend it.
      const inputs = [0, mark, 1].map((index) => outputAt(given, index, day))
      const [value, marked, debt] = inputs.map((one) => must(one, 'an output of the loan'))
      const changeTo = keyHashScript(debtor.hash)
      const draft = repay({
        debts: [must(debt, 'the lot')],
        values: [value, marked].map((one) => must(one, 'value')),
        fee: 0n,
        changeTo,
      })
      const shown = [utf8(PLEDGE_TABLE), keyOf(loan), grantText(termsOf(loan, loan.issued))]
      const witnesses = draft.witnesses.map((items, at) => (at === 1 ? shown : items))
      const signed = inputs.reduce<Transaction>((tx, _, at) => sign(tx, inputs, at, debtor), {
        ...draft,
        witnesses,
      })
      return submit(signed, day)
    },
    standing(loan: Loan, given: Transaction): Replayed {
      const unpaid = [...standardDebts(state, debtorOf(loan).hash)].map(({ outpoint, expiryHeight }) => {
        const output = must(viewOf(state, { height: END }).findOutput(outpoint), 'it is unspent')
        return { amount: output.amount, overdue: END - expiryHeight }
      })
      return { loan, given: debtsOf(given), unpaid }
    },
  }
}

/** The lot that the file says was repaid, due long after, and what is left, due as its state says; none is empty. */
function lotsOf({ amount, repaid, standing }: Loan, day: number): readonly Lot[] {
  const left = { amount: amount - repaid, expiryHeight: END - daysOverdue[standing] }
  const cleared = { amount: repaid, expiryHeight: day + 2 * REPAID_AFTER }
  return [cleared, left].filter((lot) => lot.amount > 0n)
}

/** The key of the loan's mark: 16 bytes out of its number. */
const keyOf = ({ row }: Loan) => sha256(utf8(`portfolio loan ${row}`)).subarray(0, 16)

/** What the file says of a loan: the mark of its transaction commits to it. */
const termsOf = (loan: Loan, day: number): GrantTerms => ({
  ...{ purpose: `Loan ${loan.row}`, guarantee: `Grade ${loan.grade}`, guarantees: [], interest: NO_INTEREST },
  schedule: lotsOf(loan, day),
})

const debtsOf = ({ outputs }: Transaction) =>
  outputs.reduce((sum, { element, amount }) => (element === DEBT ? sum + amount : sum), 0n)

function sourceOf({ hash }: Signer): OutputAt {
  const output = {
    element: CREDIT,
    amount: MOST_CREDIT,
    script: keyHashScript(hash),
    layer: MANAGEMENT,
  } as const
  return { outpoint: outpointOf('source'), output: { ...output, kind: TRANSFER, height: 0 } }
}

const outpointOf = (name: string) => ({ txid: sha256(utf8(`portfolio ${name}`)), index: 0 })

/** An agent with its credit, under an admission group of three. */
function founding({ key }: Signer, source: OutputAt, members: readonly Uint8Array[]) {
  const value = encodeAgent({ parent: new Uint8Array(0), ceiling: MOST_CREDIT, powers: POWER_CREDIT })
  return {
    outputs: [source],
    records: [{ table: 'agent', key, value, holder: outpointOf('agent') }],
    rosters: [{ group: ADMISSION, outpoint: outpointOf('roster'), keys: members }],
  }
}
