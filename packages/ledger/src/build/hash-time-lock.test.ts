import { sha256, utf8 } from '@vc/crypto'
import { expect, test } from 'vitest'
import { hashTimeLockScript, standardDebtScript } from '../script/standard.ts'
import type { OutputAt } from '../state-effects.ts'
import type { TestLedger } from '../testing.ts'
import {
  CIRCULATION,
  CREDIT,
  DEBT,
  type Element,
  type Output,
  TRANSFER,
  type Transaction,
  VALUE,
} from '../transaction.ts'
import { debtOutput, makeTransaction, outputsOf, valueOutput } from './make-transaction.ts'
import { genesisAllotment } from './record.ts'
import { acceptDebt, signatureItem, signInput } from './sign.ts'
import { ada, ben, eve, founded } from './test-kit.ts'

/** A hash and time lock on each element (V-110): Ben has it with the secret, Eve gets it back from the height on. */
const amount = 500n
const FEE = 10n
const HEIGHT = 20
const secret = utf8('the secret of the lock')
const script = hashTimeLockScript({
  secretHash: sha256(secret),
  receiverHash: ben.hash,
  refundHash: eve.hash,
  lock: { height: HEIGHT },
})
type Person = typeof ada

/** What Ben or Eve makes of the locked output beside a coin of 1,000 that Ada pays with. */
const outputsFor = (element: Element, by: Person): readonly Output[] => {
  if (element === VALUE) return [valueOutput(by.script, amount + 1_000n - FEE)]
  if (element === CREDIT) {
    const debt = debtOutput(standardDebtScript(by.hash, 90), amount)
    return [valueOutput(by.script, amount + 1_000n - FEE), debt]
  }
  return [valueOutput(ada.script, 1_000n - amount - FEE)]
}

function world(element: Element) {
  const { ledger, coin } = founded()
  const allotted = genesisAllotment(CIRCULATION, TRANSFER, [{ element, amount, script }])
  ledger.found(allotted)
  const inputs = [ledger.output(allotted, 0), coin(0)]
  const spend = (by: Person, items: readonly Uint8Array[], lockTime = 0) =>
    spent(ledger, { inputs, by, items, lockTime, outputs: outputsFor(element, by) })
  return { ledger, spend }
}

type Spending = {
  readonly inputs: readonly OutputAt[]
  readonly by: Person
  readonly items: readonly Uint8Array[]
  readonly lockTime: number
  readonly outputs: readonly Output[]
}

/** The witness of the lock is signature, key, and what opens it. */
function spent({ network }: TestLedger, of: Spending): Transaction {
  const { inputs, by, items, lockTime, outputs } = of
  const named = outputsOf(inputs)
  const bare = makeTransaction({ layer: CIRCULATION, kind: TRANSFER, inputs, outputs, lockTime })
  const isOwing = outputs.some(({ element }) => element === DEBT)
  const tx = isOwing ? acceptDebt({ tx: bare, named, network, output: 1, secret: by.secret }) : bare
  const paid = signInput({ tx, named, network, index: 1, secret: ada.secret })
  const item = signatureItem({ tx: paid, named, network }, 0, by.secret)
  return { ...paid, witnesses: [[item, by.key, ...items], ...paid.witnesses.slice(1)] }
}

const withSecret = (shown: Uint8Array) => [shown, Uint8Array.of(1)]
const withoutSecret = [new Uint8Array(0)]
const refused = (error: string) => ({ refusal: { code: 'script', facts: { input: 0, error } } })

const elements = [
  ['value', VALUE],
  ['credit', CREDIT],
  ['debt', DEBT],
] as const

test.each(elements)(
  '%s under a hash and time lock goes to who shows the secret, and nobody else',
  (_, element) => {
    const { ledger, spend } = world(element)
    expect(ledger.submit(spend(ben, withSecret(utf8('a guess'))))).toMatchObject(refused('verify'))
    expect(ledger.submit(spend(eve, withSecret(secret)))).toMatchObject(refused('verify'))
    expect(ledger.submit(spend(ben, withSecret(secret)))).toMatchObject({ ok: true, value: { fee: FEE } })
  },
)

test.each(elements)(
  '%s under a hash and time lock goes back once the height is reached, not before',
  (_, element) => {
    const { ledger, spend } = world(element)
    ledger.height = HEIGHT - 1
    expect(ledger.submit(spend(eve, withoutSecret, HEIGHT - 1))).toMatchObject(refused('locktime'))
    expect(ledger.submit(spend(eve, withoutSecret, HEIGHT))).toMatchObject({ refusal: { code: 'locktime' } })
    ledger.height = HEIGHT
    expect(ledger.submit(spend(ben, withoutSecret, HEIGHT))).toMatchObject(refused('verify'))
    expect(ledger.submit(spend(eve, withoutSecret, HEIGHT))).toMatchObject({ ok: true, value: { fee: FEE } })
  },
)
