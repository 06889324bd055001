import { fromHex, hash160, toHex } from '@vc/crypto'
import {
  agentRecords,
  areUnderWay,
  type Cursor,
  type DbTransaction,
  findCursor,
  foundationGroups,
  freeManagementCredit,
  networkMembers,
  newestRecords,
  outputAtOf,
  writtenBy,
} from '@vc/db'
import type { FoundationAsk } from '@vc/jobs'
import { must } from '@vc/kernel'
import {
  ADMISSION,
  COUNCIL,
  type Configuration,
  configurationOf,
  encodeAgent,
  encodeChain,
  encodeMember,
  GROUP_ADD,
  GROUP_REMOVE,
  GROUP_REPLACE,
  grantManagementCredit,
  groupChange,
  keyHashScript,
  kOfNScript,
  type MemberRecord,
  type OutputAt,
  parseAgent,
  parseStandard,
  type RosterHistory,
  type Transaction,
  writeRecord,
} from '@vc/ledger'

/** What stands in the way of a draft for now; the promise is tried again. */
export class NotYetPreparedError extends Error {}

/** A draft, what its inputs name, and which of them people sign. */
export type Plan = {
  readonly transaction: Transaction
  readonly inputs: readonly OutputAt[]
  readonly asked: readonly number[]
}

/** Coins of the operating key: one that a transaction spends as its fee, one that commits to a record. */
export type Purse = {
  /** Guard that the operating key alone opens. */
  readonly own: Uint8Array
  readonly fee: () => Promise<OutputAt | undefined>
  readonly commitment: (write: ListWrite, guard: Uint8Array) => Promise<OutputAt | undefined>
}
/** A pair of a list that a foundation group keeps, of agents, members of the network or chains; or a chain's anchor. */
export type ListWrite = {
  readonly table: 'agent' | 'member' | 'chain' | 'anchor'
  readonly key: Uint8Array
  readonly value: Uint8Array
}

type Ask<K extends FoundationAsk['kind']> = Extract<FoundationAsk, { kind: K }>
type Office = { readonly group: RosterHistory; readonly configuration: Configuration }

/** Drafts what was proposed on the ledger as it is now; undefined until a block has the coin that pays for it. */
export function planFoundation(
  tx: DbTransaction,
  purse: Purse,
  ask: FoundationAsk,
): Promise<Plan | undefined> {
  switch (ask.kind) {
    case 'agent.appoint':
      return planAppointment(tx, purse, ask)
    case 'agent.strike':
      return planStriking(tx, purse, ask)
    case 'credit.grant':
      return planGrant(tx, purse, ask)
    case 'member.admit':
    case 'member.change':
    case 'member.end':
      return planMember(tx, purse, ask)
    case 'chain.list':
      return planChain(tx, purse, ask)
    default:
      return planChange(tx, purse, ask)
  }
}

async function officeOf(tx: DbTransaction, name: string): Promise<Office> {
  const groups = await foundationGroups(tx)
  const group = groups.find((one) => one.group === name)
  const cursor: Cursor | undefined = await findCursor(tx)
  if (!group || !cursor) throw new NotYetPreparedError(`the chain has no group ${name}`)
  return { group, configuration: configurationOf(cursor.parameters) }
}

const operations = {
  'group.add': GROUP_ADD,
  'group.remove': GROUP_REMOVE,
  'group.replace': GROUP_REPLACE,
} as const

async function planChange(
  tx: DbTransaction,
  purse: Purse,
  ask: Ask<'group.add'> | Ask<'group.remove'> | Ask<'group.replace'>,
): Promise<Plan | undefined> {
  const fee = await purse.fee()
  if (!fee) return undefined
  const { group, configuration } = await officeOf(tx, ask.group)
  const written = await writtenBy(tx, toHex(group.roster.txid))
  const unspent = written.filter(({ spentHeight }) => spentHeight === null)
  // A grant on its way would take from under it what this draft spends.
  if (await areUnderWay(tx, unspent)) throw new NotYetPreparedError('the credit source is being drawn on')
  const [roster, ...source] = unspent.map(outputAtOf)
  const at = must(roster, 'a roster output is unspent')
  const transaction = groupChange({
    ...{ group: ask.group, operation: operations[ask.kind], key: fromHex(ask.key), configuration },
    ...{ roster: at, keys: group.keys, source, feeValues: [fee] },
    ...(ask.kind === 'group.replace' && { newKey: fromHex(ask.newKey) }),
  })
  const inputs = [at, ...(ask.group === ADMISSION ? source : []), fee]
  return { transaction, inputs, asked: [0] }
}

/** The admission group, or the parent alone. */
async function guardOf(tx: DbTransaction, parent: string): Promise<Uint8Array> {
  return parent === '' ? groupGuard(tx, ADMISSION) : kOfNScript(1, [fromHex(parent)])
}

/** What as many keys of a group open as write its records: a majority, unless the configuration says otherwise. */
export async function groupGuard(tx: DbTransaction, name: string): Promise<Uint8Array> {
  const { group, configuration } = await officeOf(tx, name)
  const { keys } = group
  const majority = Math.floor(keys.length / 2) + 1
  const { recordApprovals } = configuration
  return kOfNScript(recordApprovals === 0 ? majority : Math.min(recordApprovals, keys.length), keys)
}

async function planAppointment(tx: DbTransaction, purse: Purse, ask: Ask<'agent.appoint'>) {
  const { parent, powers } = ask
  const value = encodeAgent({ parent: fromHex(parent), ceiling: BigInt(ask.ceiling), powers })
  return planRecord(tx, purse, { table: 'agent', key: fromHex(ask.key), value }, await guardOf(tx, parent))
}

async function planStriking(tx: DbTransaction, purse: Purse, ask: Ask<'agent.strike'>) {
  const parent = await parentOf(tx, ask.key)
  const write: ListWrite = { table: 'agent', key: fromHex(ask.key), value: new Uint8Array(0) }
  return planRecord(tx, purse, write, await guardOf(tx, parent))
}

/** Key of the agent above this one, in hex; empty: the group. */
async function parentOf(tx: DbTransaction, key: string): Promise<string> {
  const known = (await agentRecords(tx)).find((row) => row.key === key)
  const record = known && parseAgent(known.value)
  if (!record) throw new NotYetPreparedError('the ledger lists no such agent')
  return toHex(record.parent)
}

async function planChain(tx: DbTransaction, purse: Purse, ask: Ask<'chain.list'>) {
  const { key, genesis, level, keys } = ask
  const value = encodeChain({ genesis: fromHex(genesis), level, keys: keys.map(fromHex) })
  return planRecord(tx, purse, { table: 'chain', key: fromHex(key), value }, await groupGuard(tx, COUNCIL))
}

type MemberAsk = Ask<'member.admit'> | Ask<'member.change'> | Ask<'member.end'>

/** Who ends keeps its certificate and stake key on the list, with no role (consensus.md 4). */
async function planMember(tx: DbTransaction, purse: Purse, ask: MemberAsk) {
  const value = encodeMember(ask.kind === 'member.end' ? await endedMember(tx, ask.key) : memberOf(ask))
  const write: ListWrite = { table: 'member', key: fromHex(ask.key), value }
  return planRecord(tx, purse, write, await groupGuard(tx, COUNCIL))
}

const memberOf = (ask: Exclude<MemberAsk, Ask<'member.end'>>): MemberRecord => ({
  ...{ certificateHash: fromHex(ask.certificateHash), stakeKey: fromHex(ask.stakeKey), roles: ask.roles },
})

async function endedMember(tx: DbTransaction, key: string): Promise<MemberRecord> {
  const known = (await networkMembers(tx)).find((row) => row.key === key)?.member
  if (!known) throw new NotYetPreparedError('the ledger lists no such member')
  return { ...known, roles: 0 }
}

/** A new pair is signed by its guard; one that was written before by whoever can spend its holder. */
export async function planRecord(
  tx: DbTransaction,
  purse: Purse,
  write: ListWrite,
  guard: Uint8Array,
): Promise<Plan | undefined> {
  const known = await knownPair(tx, write)
  const [row] = known ? await writtenBy(tx, known.txid) : []
  const holder = row && outputAtOf(row)
  const commitment = await purse.commitment(write, holder ? purse.own : guard)
  if (!commitment) return undefined
  const of = { ...write, commitment, holderScript: guard }
  if (!holder) return { transaction: writeRecord(of), inputs: [commitment], asked: [0] }
  return { transaction: writeRecord({ ...of, holder }), inputs: [commitment, holder], asked: [1] }
}

/** What was written last for a pair; the lists of agents and members keep those that were struck. */
async function knownPair(
  tx: DbTransaction,
  { table, key }: ListWrite,
): Promise<{ readonly txid: string } | undefined> {
  const hex = toHex(key)
  if (table === 'agent') return (await agentRecords(tx)).find((row) => row.key === hex)
  if (table === 'member') return (await networkMembers(tx)).find((row) => row.key === hex)
  const [row] = await newestRecords(tx, table, hex)
  return row
}

async function planGrant(
  tx: DbTransaction,
  purse: Purse,
  ask: Ask<'credit.grant'>,
): Promise<Plan | undefined> {
  const fee = await purse.fee()
  if (!fee) return undefined
  const amount = BigInt(ask.amount)
  const parent = await parentOf(tx, ask.key)
  const source = await sourceOf(tx, amount, parent)
  const transaction = grantManagementCredit({
    ...{ source, amount, changeTo: source.output.script, feeValues: [fee] },
    to: keyHashScript(hash160(fromHex(ask.key))),
  })
  return { transaction, inputs: [source, fee], asked: [0] }
}

/** The smallest free credit of the parent, or of the group, that holds the amount. */
async function sourceOf(tx: DbTransaction, amount: bigint, parent: string): Promise<OutputAt> {
  const hash = parent === '' ? null : toHex(hash160(fromHex(parent)))
  const rows = await freeManagementCredit(tx, amount, hash)
  const { group } = await officeOf(tx, ADMISSION)
  const members = new Set(group.keys.map(toHex))
  const row = rows.find(({ script }) => {
    const parsed = parseStandard(script)
    return hash !== null || (parsed?.name === 'k-of-n' && parsed.keys.every((key) => members.has(toHex(key))))
  })
  if (!row) throw new NotYetPreparedError('no management credit holds this amount now')
  return outputAtOf(row)
}
