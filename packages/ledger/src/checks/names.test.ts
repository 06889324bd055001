import { hash160, sha256, utf8 } from '@vc/crypto'
import { expect, test } from 'vitest'
import { valueOutput } from '../build/make-transaction.ts'
import { genesisAllotment, genesisRecord } from '../build/record.ts'
import { ada, eve, signAll } from '../build/test-kit.ts'
import { pay } from '../build/value.ts'
import { defaultConfiguration } from '../configuration.ts'
import { encodeAccount } from '../kinds/record-values.ts'
import {
  collectiveScript,
  hashTimeLockScript,
  kOfNScript,
  recordScript,
  stakeScript,
  standardDebtScript,
} from '../script/standard.ts'
import { testLedger } from '../testing.ts'
import { CIRCULATION, TRANSFER } from '../transaction.ts'

const village = sha256(utf8('a village'))
const strangers = sha256(utf8('strangers'))
const hash = new Uint8Array(32).fill(1)
const ofReserve = Uint8Array.of(0x52)

/** Under `namedAccountsOnly`, Ada and the village have accounts; Eve and the strangers have none. */
function answerTo(script: Uint8Array) {
  const ledger = testLedger({ ...defaultConfiguration, namedAccountsOnly: true })
  const coins = genesisAllotment(CIRCULATION, TRANSFER, [valueOutput(ada.script, 1_000n)])
  ledger.found(coins)
  for (const debtKeyHash of [ada.hash, hash160(village)]) {
    const value = encodeAccount({ debtKeyHash, commitment: hash, status: 1, agent: new Uint8Array(0) })
    ledger.found(genesisRecord({ table: 'account', key: debtKeyHash, value, holderScript: ada.script }))
  }
  const reserve = { table: 'reserve', key: utf8('bad-debt'), value: ofReserve, holderScript: ada.script }
  ledger.found(genesisRecord(reserve))
  const coin = ledger.output(coins, 0)
  const payments = [{ to: script, amount: 900n }]
  const tx = pay({ values: [coin], payments, fee: 100n, changeTo: ada.script })
  return ledger.submit(signAll(ledger, tx, [coin], [[ada.secret]]))
}

const lock = { secretHash: hash, lock: { height: 9 } }
const record = (guard: Uint8Array) => recordScript('notes', utf8('a'), utf8('b'), guard)

test.each([
  ['a key hash', ada.script, [eve.script]],
  ['keys', kOfNScript(1, [ada.key]), [kOfNScript(1, [ada.key, eve.key])]],
  ['a collective', collectiveScript(village), [collectiveScript(strangers)]],
  ['the key part of a record', record(ada.script), [record(eve.script)]],
  [
    'the owner of a stake',
    stakeScript(hash, hash, ada.script),
    [stakeScript(hash, hash, eve.script), stakeScript(hash, hash, stakeScript(hash, hash, eve.script))],
  ],
  [
    'both of a hash and time lock',
    hashTimeLockScript({ ...lock, receiverHash: ada.hash, refundHash: ada.hash }),
    [
      hashTimeLockScript({ ...lock, receiverHash: eve.hash, refundHash: ada.hash }),
      hashTimeLockScript({ ...lock, receiverHash: ada.hash, refundHash: eve.hash }),
    ],
  ],
  ['a standard debt’s debtor', standardDebtScript(ada.hash, 9), [standardDebtScript(eve.hash, 9)]],
  ['whoever a script of no standard form is of, but for the reserve', ofReserve, [Uint8Array.of(0x51)]],
] as const)('namedAccountsOnly asks for an account of %s', (_, named, unnamed) => {
  expect(answerTo(named)).toMatchObject({ ok: true })
  for (const script of unnamed)
    expect(answerTo(script)).toMatchObject({ refusal: { code: 'unnamed-account', facts: { output: 0 } } })
})
