import { equalBytes, fromHex, hash160, isPublicKey, nobleChecks, toHex } from '@vc/crypto'
import { decodeTransaction } from '../codec/transaction.ts'
import type { World } from '../fuzz/world.ts'
import type { Output, PlacedOutput, Transaction } from '../transaction.ts'
import { modelAcceptance, modelPenalty, modelSighash } from './digest.ts'
import {
  type Form,
  formOf,
  holds,
  type ModelSigner,
  notesTable,
  recordHashOf,
  signedType,
} from './scripts.ts'

/** Thrown inside the model; `judgeByModel` turns it into a verdict. */
class No extends Error {}
class Unknown extends Error {}
const no = (code: string): never => {
  throw new No(code)
}
const ask = (holds: boolean, code: string) => (holds ? undefined : no(code))

type Named = readonly PlacedOutput[]
type Signer = ModelSigner & { readonly input: number }
const layers = [[0, 1, 2], [1, 2], [2], [0], [0], [1], [1, 2]]
const sum = (outputs: readonly Output[], element: number) =>
  outputs.filter((one) => one.element === element).reduce((all, { amount }) => all + amount, 0n)
const form = (output: Output | undefined) => output && formOf(toHex(output.script))

/** The rosters of the world: admission, then council, both of its members. */
const rosterNames = ['admission', 'council']

/**
 * What the ledger should say to a transaction in the world: `ok`, or the code of the first refusal; undefined when it
 * hangs on a script that this model does not know. A second reading of ledger.md: slow, plain, and sharing no rule
 * with the code under test.
 */
export function judgeByModel(world: World, tx: Transaction): string | undefined {
  try {
    judge(world, tx, true)
    return 'ok'
  } catch (error) {
    if (error instanceof No) return error.message
    if (error instanceof Unknown) return undefined
    throw error
  }
}

function judge(
  world: World,
  tx: Transaction,
  inBlock: boolean,
): { signers: readonly Signer[]; named: Named } {
  const { height, configuration, producer } = world.place
  shape(tx)
  const named = tx.inputs.map((input) => {
    const found = world.outputs.find(
      ({ outpoint }) => outpoint.index === input.index && equalBytes(outpoint.txid, input.txid),
    )
    return found?.output ?? no('missing-output')
  })
  const read = (output: PlacedOutput) => output.layer < tx.layer
  locks(tx, named, height)
  uses(world, tx, named)
  if (tx.kind === 4) groupForm(world, tx, named)
  if (tx.kind === 3) recordForm(tx, named)
  if (tx.kind === 2) penaltyForm(world, tx, named)
  if (tx.kind === 6) {
    const due = tx.layer === 1 ? producer?.reward?.debt : producer?.reward?.circulation
    const out = tx.outputs.reduce((all, { amount }) => all + amount, 0n)
    const plain =
      tx.outputs.every(({ element }) => element === 0) && tx.premium === 0n && tx.acceptances.length === 0
    ask(plain && out === (inBlock ? due : 0n), 'reward-wrong')
  }
  const released = principles(world, tx, named, read)
  const signers = scripts(world, tx, named, read)
  if (tx.kind !== 2) consent(world, tx, named, signers)
  names(world, tx)
  if (tx.kind === 4) groupSignatures(world, tx, named)
  if (tx.kind === 2) penaltyEvidence(world, tx, named, inBlock)
  if (!inBlock) return { signers, named }
  if (configuration.overdueFreeze && tx.layer === 2) frozen(world, tx, named, signers)
  ask(released <= (producer?.room ?? 0n), 'credit-over-room')
  return { signers, named }
}

function shape(tx: Transaction): void {
  ask(tx.version === 1, 'version')
  ask(layers[tx.kind]?.includes(tx.layer) ?? false, 'kind-layer')
  ask((tx.inputs.length === 0) === (tx.kind === 6), 'inputs')
  const names = tx.inputs.map(({ txid, index }) => `${toHex(txid)}${index}`)
  ask(new Set(names).size === names.length, 'duplicate-input')
  for (const { element, amount } of tx.outputs) {
    ask(amount > 0n || (tx.layer === 0 && element === 0), 'zero-amount')
    ask(tx.layer !== 0 || element === 1 || (element === 0 && amount === 0n), 'management-output')
  }
  for (const element of [0, 1, 2]) ask(sum(tx.outputs, element) < 2n ** 53n, 'sum')
}

function locks(tx: Transaction, named: Named, height: number): void {
  const final = tx.inputs.every(({ sequence }) => sequence === 0xffff_ffff)
  ask(tx.lockTime < 500_000_000 && (tx.lockTime <= height || final), 'locktime')
  for (const [i, { sequence }] of tx.inputs.entries()) {
    if (sequence >= 2 ** 31) continue
    const blocks = Math.floor(sequence / 2 ** 22) % 2 === 0
    ask(blocks && (named[i]?.height ?? 0) + (sequence % 65_536) <= height, 'sequence')
  }
}

const isRoster = (world: World, tx: Transaction, i: number) => {
  const [roster, council] = rosterOutputs(world)
  const input = tx.inputs[i]
  return [roster, council].some(
    (at) => at && input && at.index === input.index && equalBytes(at.txid, input.txid),
  )
}

function rosterOutputs(world: World) {
  const isAll = ({ output }: World['outputs'][number]) => {
    const parsed = form(output)
    return (
      output.layer === 0 && output.element === 0 && parsed?.is === 'keys' && parsed.k === parsed.keys.length
    )
  }
  return world.outputs.filter(isAll).map(({ outpoint }) => outpoint)
}

function uses(world: World, tx: Transaction, named: Named): void {
  let drawn = false
  for (const [i, output] of named.entries()) {
    const reads = output.layer < tx.layer
    const spendsRoster = tx.layer === 0 && isRoster(world, tx, i) && !(tx.kind === 4 && i === 0)
    ask(!spendsRoster, 'roster-spent')
    ask(!reads || output.element !== 0 || tx.witnesses[i]?.length === 0, 'witness')
    const source = reads && output.layer === 0 && output.element === 1
    ask(!source || tx.kind === 1, 'credit-kind')
    drawn ||= source
  }
  ask(tx.kind !== 1 || drawn, 'credit-kind')
}

function principles(
  world: World,
  tx: Transaction,
  named: Named,
  read: (output: PlacedOutput) => boolean,
): bigint {
  if (tx.kind === 6) return 0n
  const spent = named.filter((output) => !read(output))
  const valueIn = sum(spent, 0) - sum(spent, 2)
  const debt = sum(tx.outputs, 2)
  const valueOut = sum(tx.outputs, 0) - debt + tx.premium
  const group = tx.kind === 4
  const creditSpent = sum(group ? spent.filter(({ layer }) => layer !== 0) : spent, 1)
  const creditIn = creditSpent + sum(named.filter(read), 1)
  const creditOut = group ? 0n : sum(tx.outputs, 1)
  ask(valueOut <= valueIn, 'value-principle')
  ask(creditOut <= creditIn, 'credit-out')
  ask(debt <= creditIn - creditOut, 'credit-principle')
  const made = creditOut + debt - sum(spent, 2) - creditSpent
  const released = made > 0n ? made : 0n
  ask(tx.premium * 10_000n <= released * BigInt(world.place.configuration.maxPremium), 'premium')
  ask(released === 0n || world.members.length >= 3, 'group-small')
  return released
}

function scripts(
  world: World,
  tx: Transaction,
  named: Named,
  read: (output: PlacedOutput) => boolean,
): readonly Signer[] {
  return named.flatMap((output, input) => {
    const silent = read(output)
      ? output.element === 0
      : tx.kind === 2 || (tx.kind === 4 && output.layer === 0)
    if (silent) return []
    const digest = (type: number) => modelSighash([tx, named, world.place.network], input, type)
    const asked = { tx, index: input, digest, party: world.place.configuration }
    const signers = holds(toHex(output.script), tx.witnesses[input] ?? [], asked)
    if (signers === undefined) throw new Unknown()
    return signers === false ? no('script') : signers.map((signer) => ({ ...signer, input }))
  })
}

const debtor = (output: Output | undefined): string | undefined => {
  const parsed = output?.element === 2 ? form(output) : undefined
  return parsed?.is === 'debt' ? parsed.hash : undefined
}

function consent(world: World, tx: Transaction, named: Named, signers: readonly Signer[]): void {
  const { network, configuration } = world.place
  for (const [i, { output, key, signature }] of tx.acceptances.entries()) {
    ask(i === 0 || output > (tx.acceptances[i - 1]?.output ?? 0), 'acceptance')
    ask(toHex(hash160(key)) === debtor(tx.outputs[output]), 'acceptance')
    const digest = () => modelAcceptance([tx, named, network], output)
    ask(signedType(key, signature, { digest, party: configuration }) === 0, 'acceptance')
  }
  for (const [i, written] of tx.outputs.entries()) {
    const hash = debtor(written)
    const accepted = tx.acceptances.some(({ output }) => output === i)
    const covered = signers.some((signer) => signer.hash === hash && signer.type % 4 < 2)
    ask(hash === undefined || accepted || covered, 'consent')
  }
}

/** In the world all people but Eve have an active account; Ada is the one agent. */
const isActive = (world: World, hash: string) =>
  world.people.some((one, i) => i !== 2 && toHex(one.hash) === hash)

function hashesOf(parsed: Form | undefined): readonly string[] | undefined {
  if (parsed?.is === 'key' || parsed?.is === 'debt') return [parsed.hash]
  if (parsed?.is === 'keys') return parsed.keys.map((key) => toHex(hash160(fromHex(key))))
  if (parsed?.is === 'collective') return [toHex(hash160(fromHex(parsed.id)))]
  if (parsed?.is === 'record') return hashesOf(formOf(parsed.guard))
  if (parsed?.is === 'stake') return hashesOf(formOf(parsed.owner))
  return parsed?.is === 'lock' ? [parsed.to, parsed.back] : undefined
}

function names(world: World, tx: Transaction): void {
  const { namedDebtorsOnly, namedAccountsOnly } = world.place.configuration
  for (const output of tx.outputs) {
    const hash = debtor(output)
    ask(!namedDebtorsOnly || hash === undefined || isActive(world, hash), 'unnamed-debtor')
    const parsed = form(output)
    if (namedAccountsOnly && tx.layer !== 0 && tx.kind !== 6) {
      const isReserve = toHex(output.script) === reserveOf(world)
      ask(hashesOf(parsed)?.every((one) => isActive(world, one)) ?? isReserve, 'unnamed-account')
    }
    if (tx.layer !== 0 || tx.kind === 4 || output.element !== 1) continue
    const holders = [...world.members, world.people[0]].map((one) => toHex(one.hash))
    const keys = parsed?.is === 'key' || parsed?.is === 'keys' ? hashesOf(parsed) : undefined
    ask(keys?.every((one) => holders.includes(one)) ?? false, 'management-credit')
  }
}

const reserveOf = (world: World) => `76a914${toHex(world.members[0]?.hash ?? new Uint8Array(20))}88ac`

function recordForm(tx: Transaction, named: Named): void {
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

function groupForm(world: World, tx: Transaction, named: Named): void {
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

function groupSignatures(world: World, tx: Transaction, named: Named): void {
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

const overdue = (world: World, output: Output | undefined): string | undefined => {
  const parsed = output?.element === 2 ? form(output) : undefined
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

function penaltyForm(world: World, tx: Transaction, named: Named): void {
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

function penaltyEvidence(world: World, tx: Transaction, named: Named, inBlock: boolean): void {
  const first = named.findIndex(({ layer }) => layer !== 1)
  const whose = overdue(world, named[0])
  for (let i = first; i < named.length; i += 1) {
    const evidence = evidenceOf(world, tx, i) ?? no('penalty-evidence')
    const seen = judgedEvidence(world, evidence.tx)
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

function judgedEvidence(world: World, tx: Transaction) {
  try {
    return judge(world, tx, false)
  } catch (error) {
    if (error instanceof No) return no('penalty-evidence')
    throw error
  }
}

/** The freeze of consensus.md 15. */
function frozen(world: World, tx: Transaction, named: Named, signers: readonly Signer[]): void {
  for (const { hash } of signers) {
    if (!world.outputs.some(({ output }) => overdue(world, output) === hash)) continue
    const clears = named.some((output) => output.layer >= tx.layer && overdue(world, output) === hash)
    const own = tx.outputs.every(
      ({ element, script }) => element !== 0 || toHex(script) === `76a914${hash}88ac`,
    )
    ask(clears && own, 'debtor-overdue')
  }
}
