import { equalBytes, hash160 } from '@vc/crypto'
import type { Refusal } from '../refusals.ts'
import { owedBy } from '../script/owner-hash.ts'
import { parseStandard } from '../script/parse-standard.ts'
import { acceptanceDigest, SIGHASH_ALL, SIGHASH_DEFAULT } from '../sighash.ts'
import { DEBT, type Output, PENALTY } from '../transaction.ts'
import { askedOf } from './asked.ts'
import { verifyItem } from './signature-item.ts'
import { refusal, type Signed } from './subject.ts'

/**
 * Step `consent` of ledger.md 11: nobody is put into debt unasked. A key signs or accepts, a collective votes under one of the
 * inputs (docs/adr/0048).
 */
export function checkConsent(subject: Signed): Refusal | undefined {
  if (subject.tx.kind === PENALTY) return undefined
  return checkAcceptances(subject) ?? checkDebtors(subject)
}

/** The key hash that owes an output, when it is the standard debt of a key. */
export function debtorOf(output: Output | undefined): Uint8Array | undefined {
  const script = output?.element === DEBT ? parseStandard(output.script) : undefined
  return script?.name === 'standard-debt' ? script.hash : undefined
}

function checkAcceptances(subject: Signed): Refusal | undefined {
  let last = -1
  for (const [acceptance, { output }] of subject.tx.acceptances.entries()) {
    if (output <= last || !isAccepted(subject, acceptance)) return refusal('acceptance', { acceptance })
    last = output
  }
  return undefined
}

function isAccepted(subject: Signed, acceptance: number): boolean {
  const { tx, named, place } = subject
  const given = tx.acceptances[acceptance]
  const debtor = debtorOf(given === undefined ? undefined : tx.outputs[given.output])
  if (given === undefined || debtor === undefined || !equalBytes(hash160(given.key), debtor)) return false
  const digestOf = () => acceptanceDigest(tx, named, place.network, given.output)
  return verifyItem(subject, { key: given.key, item: given.signature, types: [SIGHASH_DEFAULT], digestOf })
}

function checkDebtors(subject: Signed): Refusal | undefined {
  const { tx, signatures } = subject
  if (tx.outputs.every(({ element }) => element !== DEBT)) return undefined
  const accepted = new Set([...tx.acceptances.map(({ output }) => output), ...askedOf(subject).accepted])
  const covering = signatures.filter(({ type }) => (type & 3) <= SIGHASH_ALL)
  for (const [output, written] of tx.outputs.entries()) {
    const debtor = owedBy(written)?.debtor
    if (debtor === undefined || accepted.has(output)) continue
    if (!covering.some(({ keyHash }) => equalBytes(keyHash, debtor))) return refusal('consent', { output })
  }
  return undefined
}
