import { actChallenge, equalBytes, hash160 } from '@vc/crypto'
import { assert, must } from '@vc/kernel'
import {
  bindBundle,
  grantManagementCredit,
  inputDigest,
  keyHashScript,
  type NamedOutput,
  type OutputAt,
  parseStandard,
  pay,
  putSignature,
  type RecordWrite,
  recordScript,
  type Transaction,
  writeRecord,
  writtenOutput,
} from '@vc/ledger'
import type { SoftwareKey } from './admission-keys.ts'

/** A new pair, the script that commits to it, and the one that keeps it afterwards: the same unless told. */
export type PairWrite = RecordWrite & { readonly guard: Uint8Array; readonly keeper?: Uint8Array }
export type Grant = {
  readonly source: OutputAt
  readonly agentKeyHash: Uint8Array
  /** Smallest units. */
  readonly ceiling: bigint
}
export type AdmissionOrder = {
  readonly network: Uint8Array
  readonly sheetHashOf: (tx: Transaction, named: readonly NamedOutput[]) => Uint8Array
  /** Coins of the operating key, enough for `admissionCost`. */
  readonly values: readonly OutputAt[]
  readonly operatingKey: SoftwareKey
  readonly pairs: readonly PairWrite[]
  /** A pair that is only committed to: who writes it, and when, others decide. */
  readonly later?: PairWrite
  readonly grants: readonly Grant[]
  /** Everyone who may have to sign. */
  readonly keys: readonly SoftwareKey[]
  readonly fee: bigint
}

export type Leg = { readonly tx: Transaction; readonly named: readonly NamedOutput[] }

/** What an admission costs the operating key: a fee for each record and grant, and one for what prepares them. */
export const admissionCost = (order: Pick<AdmissionOrder, 'pairs' | 'grants' | 'later' | 'fee'>): bigint =>
  order.fee * BigInt(order.pairs.length + order.grants.length + (order.later ? 1 : 0) + 1)

/**
 * What goes to the ledger: `prepare` into a block first, since a block holds management before circulation.
 * `commitment` is the output of `prepare` that commits to the pair of `later`.
 */
export type SignedAdmission = {
  readonly prepare: Transaction
  readonly writes: readonly Transaction[]
  readonly commitment?: OutputAt
}

/**
 * Puts pairs on the ledger and gives agents their management credit, signed. The operating key pays commitments and
 * exact fees; then come, as one atomic bundle, the records (in order, a later one may rest on an earlier one) and
 * the grants.
 */
export function signAdmission(order: AdmissionOrder): SignedAdmission {
  const { pairs, grants, later } = order
  const { first, at } = payFirst(order, [...pairs, ...(later ? [later] : [])])
  const committed = pairs.length + (later ? 1 : 0)
  const granted = grants.map((grant, i): Leg => grantLeg(grant, at(committed + i)))
  const keys = [order.operatingKey, ...order.keys]
  const writes = bound([...recordLegs(pairs, at), ...granted]).map((leg) => signWith(keys, leg, order))
  const prepare = signWith(keys, first, order)
  return { prepare, writes, ...(later && { commitment: at(pairs.length) }) }
}

/**
 * The same for records of which the `last` is for others to sign, in one bundle with them: what is paid first is signed, and
 * of the bundle all legs but that one.
 */
export function draftAdmission(
  order: Omit<AdmissionOrder, 'grants' | 'later'> & { readonly last: PairWrite },
): { readonly prepare: Transaction; readonly legs: readonly Leg[] } {
  const pairs = [...order.pairs, order.last]
  const { first, at } = payFirst({ ...order, grants: [] }, pairs)
  const keys = [order.operatingKey, ...order.keys]
  const legs = bound(recordLegs(pairs, at)).map((leg, i) =>
    i === order.pairs.length ? leg : { ...leg, tx: signWith(keys, leg, order) },
  )
  return { prepare: signWith(keys, first, order), legs }
}

type Outputs = (index: number) => OutputAt

/** The operating key pays the commitments to these pairs, and the exact fee of each grant. */
function payFirst({ grants, fee, values, operatingKey }: AdmissionOrder, pairs: readonly PairWrite[]) {
  const owner = keyHashScript(hash160(operatingKey.publicKey))
  const committed = pairs.map(({ table, key, value, guard }) => recordScript(table, key, value, guard))
  const payments = [...committed, ...grants.map(() => owner)].map((to) => ({ to, amount: fee }))
  const tx = pay({ values, payments, fee, changeTo: owner })
  const first: Leg = { tx, named: values.map(({ output }) => output) }
  return { first, at: (index: number) => writtenOutput(tx, index) }
}

const recordLegs = (pairs: readonly PairWrite[], at: Outputs): readonly Leg[] =>
  pairs.map((pair, i) => {
    const tx = writeRecord({ ...pair, commitment: at(i), holderScript: pair.keeper ?? pair.guard })
    return { tx, named: [at(i).output] }
  })

/** Several legs become one bundle; one stands alone. */
function bound(legs: readonly Leg[]): readonly Leg[] {
  if (legs.length < 2) return legs
  const transactions = bindBundle(legs.map(({ tx }) => tx))
  return legs.map(({ named }, i) => ({ tx: must(transactions[i], 'a leg of the bundle'), named }))
}

function grantLeg({ source, agentKeyHash, ceiling }: Grant, feeValue: OutputAt): Leg {
  const to = keyHashScript(agentKeyHash)
  const changeTo = source.output.script
  const tx = grantManagementCredit({ source, amount: ceiling, to, changeTo, feeValues: [feeValue] })
  return { tx, named: [source.output, feeValue.output] }
}

function signWith(
  keys: readonly SoftwareKey[],
  leg: Leg,
  order: Pick<AdmissionOrder, 'network' | 'sheetHashOf'>,
): Transaction {
  const every = leg.named.map((_, index) => index)
  for (const { script } of leg.named)
    assert(
      keys.some(({ publicKey }) => opens(script, publicKey)),
      'a key that opens each input is at hand',
    )
  return signInputsWith(keys, leg, order, every)
}

/** Signs these inputs of a transaction with every key at hand that their scripts ask for. */
export function signInputsWith(
  keys: readonly SoftwareKey[],
  { tx: draft, named }: Leg,
  { network, sheetHashOf }: Pick<AdmissionOrder, 'network' | 'sheetHashOf'>,
  indexes: readonly number[],
): Transaction {
  const sheetHash = sheetHashOf(draft, named)
  return indexes.reduce((unsigned, index) => {
    const { script } = must(named[index], 'the input names an output')
    const digest = inputDigest({ tx: unsigned, named, network }, index)
    return keys
      .filter(({ publicKey }) => opens(script, publicKey))
      .reduce((tx, key) => {
        const item = key.assertAct
          ? key.assertAct(actChallenge(digest, sheetHash), sheetHash)
          : must(key.sign, 'a key signs in one way')(digest)
        return putSignature({ tx, named, index, key: key.publicKey, item })
      }, unsigned)
  }, draft)
}

/** Whether a key is one of those that a script asks for. */
export function opens(script: Uint8Array, publicKey: Uint8Array): boolean {
  const parsed = parseStandard(script)
  const guard = parsed?.name === 'record' ? parsed.guard : parsed
  if (guard?.name === 'key-hash') return equalBytes(guard.hash, hash160(publicKey))
  return guard?.name === 'k-of-n' && guard.keys.some((key) => equalBytes(key, publicKey))
}
