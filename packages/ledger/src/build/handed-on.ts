import { fromHex, sha256, toHex } from '@vc/crypto'
import { assert } from '@vc/kernel'
import { ownerHashOf } from '../script/owner-hash.ts'
import { parseStandard } from '../script/parse-standard.ts'
import { hashTimeLockScript } from '../script/standard.ts'
import type { OutputAt } from '../state-effects.ts'
import { CIRCULATION, CREDIT, CREDIT_KIND, type Output, TRANSFER, type Transaction } from '../transaction.ts'
import { creditOutput, type Loan, loanOutputs } from './credit.ts'
import { makeTransaction, outputsOf, sumAmounts } from './make-transaction.ts'
import { signatureItem } from './sign.ts'

/** The terms under which an authority hands credit on: SHA256 of their text, who may give by them, and whose credit it is. */
export type HandedOn = {
  readonly termsHash: Uint8Array
  /** Key hash of who gives within the terms. */
  readonly giver: Uint8Array
  /** Key hash of the agent, which may take it back at any height. */
  readonly agent: Uint8Array
}

const byHash = Uint8Array.of(1)
const ALWAYS = 1

/**
 * Where credit lies that an authority hands on (docs/adr/0049; ledger.md 5, hash and time lock): whoever gives it shows the hash of
 * the terms with its own signature, so that each loan says in its witness under which terms it was given; the agent's own key needs
 * neither and takes it back when it will.
 */
export const handedOnScript = ({ termsHash, giver, agent }: HandedOn): Uint8Array =>
  hashTimeLockScript({
    ...{ secretHash: sha256(termsHash), receiverHash: giver, refundHash: agent },
    lock: { height: ALWAYS },
  })

/**
 * Hands a part of management credit on, in coins: circulating credit, which is spent once and never more than there is. The agent's
 * key signs input 0. It holds no value, so it pays no fee.
 */
export function handOnCredit(of: {
  readonly managementCredit: OutputAt
  readonly parts: readonly bigint[]
  readonly to: HandedOn
}): Transaction {
  const { managementCredit, parts, to } = of
  const sum = parts.reduce((all, part) => all + part, 0n)
  assert(managementCredit.output.amount >= sum, 'the credit read covers what is handed on')
  const outputs = parts.map((part) => creditOutput(handedOnScript(to), part))
  return makeTransaction({ layer: CIRCULATION, kind: CREDIT_KIND, inputs: [managementCredit], outputs })
}

/** A loan out of credit that was handed on: its outputs as `giveCredit` has them, what is left of the credit after them. */
export function giveHandedOn(of: Loan & { readonly coins: readonly OutputAt[] }): Transaction {
  const { coins } = of
  const held = outputsOf(coins)
  const left = sumAmounts(held) - of.amount
  assert(left >= 0n, 'the credit covers the loan')
  const rest = held.slice(0, left > 0n ? 1 : 0).map(({ script }) => creditOutput(script, left))
  return makeTransaction({
    ...{ layer: CIRCULATION, kind: TRANSFER, inputs: coins },
    outputs: [...loanOutputs(of), ...rest],
  })
}

/** Ends credit that was handed on: it is spent and nothing is made of it. */
export const endHandedOn = (coins: readonly OutputAt[]): Transaction =>
  makeTransaction({ layer: CIRCULATION, kind: TRANSFER, inputs: coins, outputs: [] })

/** The witness of a coin of handed-on credit by its giver, under these terms. */
export function signAsGiver(
  of: Parameters<typeof signatureItem>[0],
  index: number,
  giver: { readonly secret: Uint8Array; readonly key: Uint8Array; readonly termsHash: Uint8Array },
): Transaction {
  const items = [signatureItem(of, index, giver.secret), giver.key, giver.termsHash, byHash]
  return { ...of.tx, witnesses: of.tx.witnesses.map((other, i) => (i === index ? items : other)) }
}

/** Whose an output is: what `ownerHashOf` says of its script, and of credit that was handed on the agent. */
export function holderHashOf({ element, script }: Pick<Output, 'element' | 'script'>): string | null {
  const standard = parseStandard(script)
  if (element === CREDIT && standard?.name === 'hash-time-lock') return toHex(standard.refundHash)
  return ownerHashOf(standard)
}

/** `isHandedOn` of an output as tables have it, its script in hex. */
export const isHandedOnRow = ({
  element,
  script,
}: {
  readonly element: number
  readonly script: string
}): boolean => element === CREDIT && isHandedOn({ element, script: fromHex(script) })

/** Whether an output is credit that was handed on under terms. */
export const isHandedOn = ({ element, script }: Pick<Output, 'element' | 'script'>): boolean =>
  element === CREDIT && parseStandard(script)?.name === 'hash-time-lock'
