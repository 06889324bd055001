import { toHex, utf8 } from '@vc/crypto'
import { must } from '@vc/kernel'
import { repay } from './build/credit.ts'
import { outputsOf } from './build/make-transaction.ts'
import { buildPenalty, signPenalty } from './build/penalty.ts'
import { commitRecord, writeRecord } from './build/record.ts'
import {
  ada,
  ben,
  debtInDebtLayer,
  eve,
  founded,
  lend,
  members,
  person,
  signAll,
} from './build/testing-village.ts'
import { pay } from './build/value.ts'
import { encodeTransaction } from './codec/transaction.ts'
import type { OutputAt } from './state-effects.ts'
import type { Story } from './story.ts'
import { type TestLedger, testLedger } from './testing.ts'
import type { Transaction } from './transaction.ts'

/** A ledger that keeps what it was founded with and what was submitted, in hex. */
function told(name: string): { readonly ledger: TestLedger; readonly story: Story } {
  const ledger = testLedger()
  const genesis: string[] = []
  const steps: Story['steps'][number][] = []
  const hex = (tx: Transaction) => toHex(encodeTransaction(tx))
  const { found, submit } = ledger
  ledger.found = (tx) => {
    genesis.push(hex(tx))
    return found(tx)
  }
  ledger.submit = (tx, producer) => {
    const stakeKey = producer?.stakeKey && { stakeKey: toHex(producer.stakeKey) }
    steps.push({ height: ledger.height, transaction: hex(tx), ...stakeKey })
    return submit(tx, producer)
  }
  return { ledger, story: { name, genesis, steps } }
}

const paidTo = (script: Uint8Array, values: readonly OutputAt[], amount: bigint) =>
  pay({ values, payments: [{ to: script, amount }], fee: 100n, changeTo: ada.script })

/** A loan is given, spent, spent again, and paid back in part; then what is left of it is overdue. */
function loanStory(): Story {
  const { ledger, story } = told('a loan')
  const { roster, coin } = founded(ledger)
  const loan = lend(ledger, roster, 12)
  ledger.submit({ ...loan, acceptances: loan.acceptances.slice(1) })
  const more = loan.outputs.map((output) => ({ ...output, amount: output.amount + 1n }))
  ledger.submit({ ...loan, outputs: more.slice(1) })
  ledger.submit(loan)
  ledger.submit(loan)
  const [money, first] = [ledger.output(loan, 0), ledger.output(loan, 1)]
  const forged = paidTo(eve.script, [money], 5_000n)
  ledger.submit(forged)
  const twice = { ...forged, outputs: [...forged.outputs, ...forged.outputs] }
  ledger.submit(signAll(ledger, twice, [money], [[ben.secret]]))
  const spent = signAll(
    ledger,
    pay({ values: [money], payments: [], fee: 100n, changeTo: ben.script }),
    [money],
    [[ben.secret]],
  )
  ledger.submit(spent)
  ledger.submit(signAll(ledger, forged, [money], [[ben.secret]]))
  const rest = ledger.output(spent, 0)
  const back = repay({ debts: [first], values: [rest], fee: 100n, changeTo: ben.script })
  ledger.submit(signAll(ledger, back, [rest, first], [[ben.secret], [ben.secret]]))
  ledger.height = 13
  const left = ledger.output(back, 0)
  ledger.submit(signAll(ledger, paidTo(eve.script, [left], 5_000n), [left], [[ben.secret]]))
  ledger.submit(signAll(ledger, paidTo(eve.script, [coin(0)], 900n), [coin(0)], [[ada.secret]]))
  return story
}

/** A record is committed to and written, and written again by somebody who does not hold it. */
function recordStory(): Story {
  const { ledger, story } = told('a record')
  const { coin } = founded(ledger)
  const write = { table: 'notes', key: utf8('alpha'), value: utf8('first') }
  for (const at of [0, 1]) {
    const terms = { values: [coin(at)], guard: ada.script, amount: 900n, fee: 100n, changeTo: ada.script }
    const commit = signAll(ledger, commitRecord({ ...write, ...terms }), [coin(at)], [[ada.secret]])
    ledger.submit(commit)
    const commitment = ledger.output(commit, 0)
    const tx = writeRecord({ ...write, commitment, holderScript: ada.script })
    ledger.submit(signAll(ledger, { ...tx, witnesses: [[utf8('notes')]] }, [], []))
    ledger.submit(signAll(ledger, tx, [commitment], [[ada.secret]]))
  }
  return story
}

/** An overdue debtor tries to spend; a producer freezes it, and tries to take more than its share. */
function penaltyStory(): Story {
  const { ledger, story } = told('a penalty')
  const { coin } = founded(ledger)
  const producer = person('producer')
  const debt = debtInDebtLayer(ledger)
  const toBen = signAll(ledger, paidTo(ben.script, [coin(0)], 900n), [coin(0)], [[ada.secret]])
  ledger.submit(toBen)
  ledger.height = 10
  const value = ledger.output(toBen, 0)
  const evidence = signAll(ledger, paidTo(eve.script, [value], 800n), [value], [[ben.secret]])
  ledger.submit(evidence)
  const { configuration, height, network } = ledger
  const reserveScript = must(members[0], 'who keeps the reserve').script
  const terms = { reserveScript, bountyTo: producer.script, configuration, height }
  const tx = buildPenalty({ ...terms, debts: [debt], frozen: [{ value, evidence, index: 0 }] })
  const binding = { named: outputsOf([debt, value]), network, debts: 1, stakeSecret: producer.secret }
  const stakeKey = producer.key
  const greedy = tx.outputs.map((output, i) => ({ ...output, amount: output.amount + (i === 0 ? -1n : 1n) }))
  ledger.submit(signPenalty({ ...binding, tx: { ...tx, outputs: greedy } }), { stakeKey })
  ledger.submit(signPenalty({ ...binding, tx }), { stakeKey: eve.key })
  ledger.submit(signPenalty({ ...binding, tx }), { stakeKey })
  ledger.submit(evidence)
  return story
}

/** Stories of our own for who judges elsewhere than here: accepted and refused, in every layer. */
export const stories = (): readonly Story[] => [loanStory(), recordStory(), penaltyStory()]
