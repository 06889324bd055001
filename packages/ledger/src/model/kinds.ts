import { equalBytes, fromHex, hash160, isPublicKey, nobleChecks, toHex } from '@vc/crypto'
import { decodeTransaction } from '../codec/transaction.ts'
import type { World } from '../fuzz/world.ts'
import type { Output, PlacedOutput, Transaction } from '../transaction.ts'
import { modelPenalty, modelSighash } from './digest.ts'
import { ask, no, Unknown } from './refuse.ts'
import { formOf, type ModelSigner, notesTable, recordHashOf, signedType } from './scripts.ts'

export type Named = readonly PlacedOutput[]
export type Signer = ModelSigner & { readonly input: number }
/** What a judgement saw: who signed and what the inputs name. */
export type Seen = { readonly signers: readonly Signer[]; readonly named: Named }

export const form = (output: Output | undefined) => output && formOf(toHex(output.script))

/** The rosters of the world: admission, then council, both of its members. */
const rosterNames = ['admission', 'council']

export function rosterOutputs(world: World) {
  const isAll = ({ output }: World['outputs'][number]) => {
    const parsed = form(output)
    return (
      output.layer === 0 && output.element === 0 && parsed?.is === 'keys' && parsed.k === parsed.keys.length
    )
  }
  return world.outputs.filter(isAll).map(({ outpoint }) => outpoint)
}

export const reserveOf = (world: World) => `76a914${toHex(world.members[0]?.hash ?? new Uint8Array(20))}88ac`

export function recordForm(tx: Transaction, named: Named): void {
  const [table, key, value] = (tx.witnesses[0] ?? []).slice(-3)
  const commitment = form(named[0])
  const holder = tx.outputs[0]
  ask(value !== undefined && commitment?.is === 'record', 'record-form')
  ask(holder?.element === 0 && holder.amount === 0n, 'record-form')
  const fits = (item: Uint8Array | undefined, least: number, most: number) =>
    item !== undefined && item.length >= least && item.length <= most
  ask(fits(table, 1, 64) && fits(key, 1, 255) && fits(value, 0, 4096), 'record-form')
  // Another table can not open the commitments of this world, and no table whose name is one byte off is reserved.
  const opened =
    commitment?.is === 'record' &&
    recordHashOf([table, key, value].flatMap((one) => one ?? [])) === commitment.hash
  if (opened && toHex(table ?? new Uint8Array(0)) !== notesTable) throw new Unknown()
}

type Change = {
  readonly group: string
  readonly operation: number
  readonly key: Uint8Array
  readonly newKey: Uint8Array
  readonly items: readonly Uint8Array[]
}

function changeOf(world: World, tx: Transaction): Change {
  const at = rosterOutputs(world).findIndex(
    (one) => tx.inputs[0] && one.index === tx.inputs[0].index && equalBytes(one.txid, tx.inputs[0].txid),
  )
  const [operation, key, newKey, ...items] = tx.witnesses[0] ?? []
  const code = operation?.length === 1 ? (operation[0] ?? 0) : 0
  if (at < 0 || !key || !newKey || items.length !== world.members.length || code < 1 || code > 3)
    return no('group-form')
  ask((code === 3) === newKey.length > 0, 'group-form')
  return { group: rosterNames[at] ?? '', operation: code, key, newKey, items }
}

export function groupForm(world: World, tx: Transaction, named: Named): void {
  const { group, operation, key, newKey } = changeOf(world, tx)
  const keys = world.members.map((one) => one.key)
  const present = (one: Uint8Array) => keys.some((other) => equalBytes(one, other))
  const added = operation === 1 ? key : newKey
  ask(operation === 1 || present(key), 'group-key')
  ask(operation === 2 || (!present(added) && isPublicKey(added)), 'group-key')
  ask(operation === 2 || !world.place.configuration.hardwareKeysOnly || added.length === 33, 'group-key')
  ask(operation !== 2, 'group-size')
  const next = operation === 1 ? [...keys, key] : keys.map((one) => (equalBytes(one, key) ? newKey : one))
  const source = group === 'admission' ? 16 : 0
  const first = tx.inputs[0]
  for (let i = 1; i < Math.max(named.length, source + 1); i += 1) {
    const input = tx.inputs[i]
    if (i > source) ask(named[i]?.layer !== 0, 'group-source')
    else
      ask(
        input?.index === i && !!first && equalBytes(input.txid, first.txid) && tx.witnesses[i]?.length === 0,
        'group-source',
      )
  }
  const written = (k: number) =>
    `${next.map((one, i) => `${one.length.toString(16)}${toHex(one)}${i === 0 ? 'ac' : 'ba'}`).join('')}${(0x50 + k).toString(16)}9c`
  const { creditApprovals, creditUnit } = world.place.configuration
  for (let i = 0; i < Math.max(tx.outputs.length, 1 + source); i += 1) {
    const asked = creditApprovals[i - 1] ?? 0
    const k =
      i === 0 ? next.length : Math.min(asked === 0 ? Math.floor(next.length / 2) + 1 : asked, next.length)
    const amount = i === 0 ? 0n : creditUnit * 2n ** BigInt(i - 1)
    const output = tx.outputs[i]
    const right =
      output?.element === (i === 0 ? 0 : 1) && output.amount === amount && toHex(output.script) === written(k)
    ask(i <= source && right, 'group-output')
  }
}

export function groupSignatures(world: World, tx: Transaction, named: Named): void {
  const { operation, key, items } = changeOf(world, tx)
  const digest = (type: number) => modelSighash([tx, named, world.place.network], 0, type)
  for (const [i, member] of world.members.entries()) {
    const item = items[i] ?? new Uint8Array(0)
    const removed = operation === 2 && equalBytes(member.key, key)
    const type =
      item.length === 0
        ? undefined
        : signedType(member.key, item, { digest, party: world.place.configuration })
    ask(removed ? item.length === 0 : type === 0 || type === 1, 'group-signature')
  }
}

export const overdue = (world: World, output: Output | undefined): string | undefined => {
  const parsed = output?.element === 2 ? form(output) : undefined
  if (parsed?.is === 'voted-debt' && parsed.expiry <= world.place.height)
    return toHex(hash160(fromHex(parsed.id)))
  return parsed?.is === 'debt' && parsed.expiry <= world.place.height ? parsed.hash : undefined
}

function evidenceOf(
  world: World,
  tx: Transaction,
  i: number,
): { readonly tx: Transaction; readonly index: number } | undefined {
  const [bytes, at, ...child] = tx.witnesses[i] ?? []
  if (child.length > 0) throw new Unknown()
  if (!bytes || at?.length !== 4) return undefined
  const decoded = decodeTransaction(bytes, world.place.configuration.maxTransactionBytes)
  const index = at.reduceRight((n, byte) => n * 256 + byte, 0)
  return decoded.ok ? { tx: decoded.value, index } : undefined
}

export function penaltyForm(world: World, tx: Transaction, named: Named): void {
  const at = named.findIndex(({ layer }) => layer !== 1)
  const first = at < 0 ? named.length : at
  const whose = overdue(world, named[0])
  ask(first > 0 && whose !== undefined, 'penalty-debt')
  for (const debt of named.slice(0, first)) ask(overdue(world, debt) === whose, 'penalty-debt')
  ask(first < named.length, 'penalty-input')
  for (const one of named.slice(first)) ask(one.element === 0 && one.layer === 2, 'penalty-input')
  for (let i = first; i < named.length; i += 1) {
    const evidence = evidenceOf(world, tx, i)
    const input = evidence?.tx.inputs[evidence.index]
    const kind = evidence?.tx.layer === 2 && (evidence.tx.kind === 0 || evidence.tx.kind === 1)
    const own = tx.inputs[i]
    ask(
      kind && !!input && !!own && input.index === own.index && equalBytes(input.txid, own.txid),
      'penalty-evidence',
    )
  }
  const [reserve, bounty] = tx.outputs
  const frozenSum = named.slice(first).reduce((all, { amount }) => all + amount, 0n)
  const most = (frozenSum * BigInt(world.place.configuration.penaltyBounty)) / 10_000n
  ask(tx.outputs.length <= 2, 'penalty-output')
  ask(reserve?.element === 0 && toHex(reserve.script) === reserveOf(world), 'penalty-output')
  ask(!bounty || (bounty.element === 0 && bounty.amount <= most), 'penalty-output')
  ask(tx.outputs.reduce((all, { amount }) => all + amount, 0n) === frozenSum, 'penalty-output')
}

export function penaltyEvidence(
  world: World,
  tx: Transaction,
  named: Named,
  inBlock: boolean,
  seenBy: (tx: Transaction) => Seen,
): void {
  const first = named.findIndex(({ layer }) => layer !== 1)
  const whose = overdue(world, named[0])
  for (let i = first; i < named.length; i += 1) {
    const evidence = evidenceOf(world, tx, i) ?? no('penalty-evidence')
    const seen = seenBy(evidence.tx)
    const own = seen.signers.filter(({ input }) => input === evidence.index)
    ask(own.every(({ type }) => type < 2) && own.some(({ hash }) => hash === whose), 'penalty-evidence')
    ask(!seen.named.some((output) => overdue(world, output) === whose), 'penalty-repays')
  }
  const [acceptance, ...more] = tx.acceptances
  const stake = inBlock ? world.place.producer?.stakeKey : undefined
  const digest = modelPenalty([tx, named, world.place.network], first)
  const bound =
    acceptance &&
    stake &&
    more.length === 0 &&
    acceptance.output === 0xffff_ffff &&
    equalBytes(acceptance.key, stake)
  ask(!!bound && nobleChecks.schnorr(acceptance.signature, digest, stake), 'penalty-producer')
}
