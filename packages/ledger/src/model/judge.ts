import { equalBytes, fromHex, hash160, toHex } from '@vc/crypto'
import type { World } from '../fuzz/world.ts'
import type { Output, PlacedOutput, Transaction } from '../transaction.ts'
import { modelAcceptance, modelSighash } from './digest.ts'
import {
  form,
  groupForm,
  groupSignatures,
  type Named,
  overdue,
  penaltyEvidence,
  penaltyForm,
  recordForm,
  reserveOf,
  rosterOutputs,
  type Seen,
  type Signer,
} from './kinds.ts'
import { ask, No, no, Unknown } from './refuse.ts'
import { type Form, formOf, holds, signedType } from './scripts.ts'

const layers = [[0, 1, 2], [1, 2], [2], [0], [0], [1], [1, 2]]
const sum = (outputs: readonly Output[], element: number) =>
  outputs.filter((one) => one.element === element).reduce((all, { amount }) => all + amount, 0n)
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

function judge(world: World, tx: Transaction, inBlock: boolean): Seen {
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
  if (tx.kind === 2) penaltyEvidence(world, tx, named, inBlock, (evidence) => judgedEvidence(world, evidence))
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

/** The same with collectives, by the hash of their id. */
const owing = (output: Output | undefined): string | undefined => {
  const parsed = output?.element === 2 ? form(output) : undefined
  return parsed?.is === 'voted-debt' ? toHex(hash160(fromHex(parsed.id))) : debtor(output)
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
    const hash = owing(written)
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
