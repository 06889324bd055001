import { hash160, sha256, utf8 } from '@vc/crypto'
import {
  CIRCULATION,
  keyHashScript,
  makeTransaction,
  type NamedOutput,
  type PlacedOutput,
  TRANSFER,
  valueOutput,
  writeTransaction,
} from '@vc/ledger'
import type { ActCase } from './act-case.ts'

export const testNetwork: Uint8Array = sha256(utf8('a network'))
const scriptOf = (name: string) => keyHashScript(hash160(utf8(name)))

/** A case of one payment to somebody, drawn from one output, to be signed by one key. */
export function paymentCase(to: string, amount: bigint, change: Partial<ActCase> = {}): ActCase {
  const named: NamedOutput = { ...valueOutput(scriptOf('payer'), amount + 10n), layer: CIRCULATION }
  const output: PlacedOutput = { ...named, kind: TRANSFER, height: 0 }
  const inputs = [{ output, outpoint: { txid: sha256(utf8('before')), index: 0 } }]
  const outputs = [valueOutput(scriptOf(to), amount)]
  const transaction = makeTransaction({ layer: CIRCULATION, kind: TRANSFER, inputs, outputs })
  return {
    network: testNetwork,
    language: 'en',
    legs: [{ bytes: writeTransaction(transaction), named: [named] }],
    parts: [{ transaction: 0, part: 'input', index: 0, credentials: [utf8('a credential')] }],
    ...change,
  }
}
