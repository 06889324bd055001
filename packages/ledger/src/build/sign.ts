import { actChallenge, equalBytes, hash160, schnorrPublicKey, signSchnorr } from '@vc/crypto'
import { assert, must } from '@vc/kernel'
import { type KOfN, parseStandard, type StandardScript } from '../script/parse-standard.ts'
import { acceptanceDigest, computeSighash } from '../sighash.ts'
import { GROUP, type Output, type Transaction } from '../transaction.ts'
import { bundleIdOf, txidOf } from '../txid.ts'

/** What every signature needs: the transaction, what its inputs name, in order, and the genesis hash. */
export type Signing = {
  readonly tx: Transaction
  readonly named: readonly Output[]
  readonly network: Uint8Array
}

/** Asks a hardware key: the challenge, 32 bytes, and the sheet's hash; gives the assertion item. */
export type AssertAct = (challenge: Uint8Array, sheetHash: Uint8Array) => Uint8Array

/** The digest of an input for a sighash type that the transaction has (ledger.md 11). */
export function inputDigest({ tx, named, network }: Signing, index: number, type = 0): Uint8Array {
  return must(computeSighash({ tx, named, network, index, type }), 'the input has a digest of this type')
}

/** The BIP340 signature item of an input: 64 bytes, or 65 with a type other than 00. */
export function signatureItem(of: Signing, index: number, secret: Uint8Array, type = 0): Uint8Array {
  const signature = signSchnorr(inputDigest(of, index, type), secret)
  return type === 0 ? signature : Uint8Array.of(...signature, type)
}

/** Signs an input with a secp256k1 secret and puts the signature where the script wants it. */
export function signInput(
  of: Signing & { readonly index: number; readonly secret: Uint8Array; readonly type?: number },
): Transaction {
  const item = signatureItem(of, of.index, of.secret, of.type ?? 0)
  return putSignature({ ...of, key: schnorrPublicKey(of.secret), item })
}

/** Signs an input with a hardware key: its assertion over sighash and act sheet, type 00. */
export function signInputByAct(
  of: Signing & {
    readonly index: number
    readonly key: Uint8Array
    readonly sheetHash: Uint8Array
    readonly assertAct: AssertAct
  },
): Transaction {
  const item = of.assertAct(actChallenge(inputDigest(of, of.index), of.sheetHash), of.sheetHash)
  return putSignature({ ...of, item })
}

/**
 * Puts a signature item of a key into the witness of an input: key hash, standard debt, k of n, a record's guard, a
 * stake's owner, or a member's place in a group change. A k of n that has its k signatures stays as it is.
 */
export function putSignature(of: {
  readonly tx: Transaction
  readonly named: readonly Output[]
  readonly index: number
  readonly key: Uint8Array
  readonly item: Uint8Array
}): Transaction {
  const { tx, index, key, item } = of
  const script = parseStandard(must(of.named[index], 'the input names an output').script)
  const present = must(tx.witnesses[index], 'one witness for each input')
  const isChange = tx.kind === GROUP && index === 0
  const items = isChange ? inRoster(script, present, key, item) : inScript(script, present, key, item)
  return { ...tx, witnesses: tx.witnesses.map((other, i) => (i === index ? items : other)) }
}

type Items = readonly Uint8Array[]

function inScript(
  script: StandardScript | undefined,
  present: Items,
  key: Uint8Array,
  item: Uint8Array,
): Items {
  if (script?.name === 'record') {
    return [...inScript(script.guard, present.slice(0, -3), key, item), ...present.slice(-3)]
  }
  if (script?.name === 'stake') return inScript(parseStandard(script.owner), present, key, item)
  if (script?.name === 'k-of-n') return inKeys(script, present, key, item)
  const hash = script?.name === 'key-hash' || script?.name === 'standard-debt' ? script.hash : undefined
  assert(hash !== undefined && equalBytes(hash, hash160(key)), 'the script asks for this key')
  return [item, key]
}

/** The items stand in the reverse order of the keys; exactly k of them are not empty. */
function inKeys(script: KOfN, present: Items, key: Uint8Array, item: Uint8Array): Items {
  const place = placeOf(script.keys, key)
  const slots = script.keys.map((_, i) => present[script.keys.length - 1 - i] ?? new Uint8Array(0))
  const signed = slots.filter((slot, i) => i !== place && slot.length > 0).length
  if (signed >= script.k) return present
  return slots.map((slot, i) => (i === place ? item : slot)).reverse()
}

function inRoster(
  script: StandardScript | undefined,
  present: Items,
  key: Uint8Array,
  item: Uint8Array,
): Items {
  assert(script?.name === 'k-of-n', 'a roster output is n of n keys')
  const place = 3 + placeOf(script.keys, key)
  return present.map((other, i) => (i === place ? item : other))
}

function placeOf(keys: readonly Uint8Array[], key: Uint8Array): number {
  const place = keys.findIndex((other) => equalBytes(other, key))
  assert(place >= 0, 'the key is one of those asked')
  return place
}

/** How many signatures an input needs and has, by the places filled; undefined for scripts that are not of keys. */
export function signatureProgress(
  tx: Transaction,
  named: readonly Output[],
  index: number,
): { readonly need: number; readonly have: number } | undefined {
  const script = parseStandard(must(named[index], 'the input names an output').script)
  const present = tx.witnesses[index] ?? []
  const filled = (items: Items) => items.filter(({ length }) => length > 0).length
  if (tx.kind === GROUP && index === 0 && script?.name === 'k-of-n') {
    const removes = present[0]?.[0] === 2
    return { need: script.keys.length - (removes ? 1 : 0), have: filled(present.slice(3)) }
  }
  return progressOf(script, present, filled)
}

function progressOf(
  script: StandardScript | undefined,
  present: Items,
  filled: (items: Items) => number,
): { readonly need: number; readonly have: number } | undefined {
  if (script?.name === 'record') return progressOf(script.guard, present.slice(0, -3), filled)
  if (script?.name === 'stake') return progressOf(parseStandard(script.owner), present, filled)
  if (script?.name === 'k-of-n') return { need: script.k, have: filled(present) }
  if (script?.name !== 'key-hash' && script?.name !== 'standard-debt') return undefined
  return { need: 1, have: present.length === 2 ? 1 : 0 }
}

/** Adds the debtor's acceptance of a standard debt output (ledger.md 6); the others keep their place. */
export function acceptDebt(
  of: Signing & { readonly output: number; readonly secret: Uint8Array },
): Transaction {
  const signature = signSchnorr(acceptanceDigest(of.tx, of.named, of.network, of.output), of.secret)
  return putAcceptance(of.tx, { output: of.output, key: schnorrPublicKey(of.secret), signature })
}

/** The same with a hardware key. */
export function acceptDebtByAct(
  of: Signing & {
    readonly output: number
    readonly key: Uint8Array
    readonly sheetHash: Uint8Array
    readonly assertAct: AssertAct
  },
): Transaction {
  const digest = acceptanceDigest(of.tx, of.named, of.network, of.output)
  const signature = of.assertAct(actChallenge(digest, of.sheetHash), of.sheetHash)
  return putAcceptance(of.tx, { output: of.output, key: of.key, signature })
}

/** Puts an acceptance in its place: ascending by output, one for each. */
export function putAcceptance(tx: Transaction, acceptance: Transaction['acceptances'][number]): Transaction {
  const others = tx.acceptances.filter(({ output }) => output !== acceptance.output)
  return { ...tx, acceptances: [...others, acceptance].sort((a, b) => a.output - b.output) }
}

/** Makes one atomic bundle of 2 to 64 transactions; signatures over their bundle field are made after this. */
export function bindBundle(transactions: readonly Transaction[]): readonly Transaction[] {
  const bundle = bundleIdOf(transactions.map(txidOf))
  return transactions.map((tx) => ({ ...tx, bundle }))
}
