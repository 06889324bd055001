import { hash160, schnorrPublicKey, sha256, utf8 } from '@vc/crypto'
import { ADMISSION, COUNCIL } from '../kinds/group.ts'
import { keyHashScript, standardDebtScript } from '../script/standard.ts'
import type { OutputAt } from '../state-effects.ts'
import { type TestLedger, testLedger } from '../testing.ts'
import { CIRCULATION, DEBT_LAYER, TRANSFER, type Transaction } from '../transaction.ts'
import { giveCredit } from './credit.ts'
import { outputsOf, valueOutput } from './make-transaction.ts'
import { genesisAllotment, genesisRecord, genesisRoster } from './record.ts'
import { acceptDebt, signInput } from './sign.ts'

export const person = (name: string) => {
  const secret = sha256(utf8(name))
  const key = schnorrPublicKey(secret)
  return { secret, key, hash: hash160(key), script: keyHashScript(hash160(key)) }
}
export const [ada, ben, eve] = [person('ada'), person('ben'), person('eve')]
export const members = ['m1', 'm2', 'm3'].map(person)
export const memberKeys = members.map(({ key }) => key)

/** Three admission keys, a council, coins of 1,000 for Ada; gives the ledger and the founding transactions. */
export function founded(ledger: TestLedger = testLedger()) {
  const roster = genesisRoster(ADMISSION, memberKeys, ledger.configuration)
  const council = genesisRoster(COUNCIL, memberKeys, ledger.configuration)
  const coins = genesisAllotment(
    CIRCULATION,
    TRANSFER,
    Array.from({ length: 12 }, () => valueOutput(ada.script, 1_000n)),
  )
  for (const tx of [roster, council, coins]) ledger.found(tx)
  const reserve = genesisRecord({
    table: 'reserve',
    key: utf8('bad-debt'),
    value: members[0]?.script ?? ada.script,
    holderScript: ada.script,
  })
  ledger.found(reserve)
  return { ledger, roster, council, coin: (i: number) => ledger.output(coins, i) }
}

export function signAll(
  ledger: TestLedger,
  tx: Transaction,
  inputs: readonly OutputAt[],
  secrets: readonly Uint8Array[][],
) {
  const named = outputsOf(inputs)
  return secrets.reduce(
    (signed, keys, index) =>
      keys.reduce(
        (one, secret) => signInput({ tx: one, named, network: ledger.network, index, secret }),
        signed,
      ),
    tx,
  )
}

/** A loan to Ben out of source output `i` of the admission group. */
export function lend(ledger: TestLedger, roster: Transaction, expiryHeight: number, amount = 1_000_000n) {
  const source = ledger.output(roster, 1)
  const tx = giveCredit({
    managementCredit: source,
    amount,
    fee: 100n,
    debtorKeyHash: ben.hash,
    lots: [
      { amount: amount / 4n, expiryHeight },
      { amount: (3n * amount) / 4n, expiryHeight: expiryHeight + 1 },
    ],
  })
  const named = outputsOf([source])
  const accepted = [1, 2].reduce(
    (one, output) => acceptDebt({ tx: one, named, network: ledger.network, output, secret: ben.secret }),
    tx,
  )
  return signAll(ledger, accepted, [source], [[members[0]?.secret ?? ben.secret]])
}

export function debtInDebtLayer(ledger: TestLedger): OutputAt {
  const tx = {
    ...genesisAllotment(DEBT_LAYER, TRANSFER, [valueOutput(ada.script, 500n)]),
    outputs: [{ element: 2 as const, amount: 500n, script: standardDebtScript(ben.hash, 4) }],
  }
  ledger.found(tx)
  return ledger.output(tx, 0)
}
