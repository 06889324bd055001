import { blocksPerDayOf } from '@vc/admission'
import { type StakeStanding, stakeStanding } from '@vc/consensus'
import { equalBytes, toHex } from '@vc/crypto'
import { findCursor, latestBlocks, memberRecords, type StakeOutput, stakeOutputs } from '@vc/db'
import { type MemberRecord, parseMember, parseStandard, ROLE_PRODUCER } from '@vc/ledger'
import type { DbOrTransaction } from '../../context.ts'

/** What stakes are judged by: heights, the head's time, and the configuration in force. Amounts in smallest units. */
export type StakeRules = Awaited<ReturnType<typeof stakeRules>>

/** The rules of stakes as the projected blocks and the configuration in force have them. */
export async function stakeRules(db: DbOrTransaction) {
  const cursor = await findCursor(db)
  const [head] = await latestBlocks(db, 1)
  const parameters = cursor?.parameters ?? {}
  const number = (name: string, usual: number) =>
    typeof parameters[name] === 'number' ? parameters[name] : usual
  return {
    height: cursor?.height ?? 0,
    finalHeight: cursor?.finalHeight ?? -1,
    time: head?.time ?? 0,
    minStake: number('minStake', 1_000_000),
    stakeMaturity: number('stakeMaturity', 28_800),
    blockInterval: number('blockInterval', 10),
    blocksPerDay: blocksPerDayOf(parameters),
  }
}

/** A stake output, read and judged: whose producer, whose owner (script in hex), how it stands now. */
export type JudgedStake = StakeOutput & {
  readonly producerKey: string
  readonly owner: string
  readonly standing: StakeStanding
}

/** All stakes of the network that are unspent, or were after the height `since`, each as it stands at the head. */
export async function judgedStakes(
  db: DbOrTransaction,
  rules: StakeRules,
  since?: number,
): Promise<JudgedStake[]> {
  const maturity = rules.stakeMaturity
  const rows = await stakeOutputs(db, { maturity, ...(since === undefined ? {} : { since }) })
  const members = await producers(db)
  return rows.flatMap((row) => {
    const script = parseStandard(row.script)
    if (script?.name !== 'stake') return []
    const registered = row.createdHeight === 0 ? row.registered - maturity : row.registered
    const facts = { amount: row.amount, registered, ...members(script.producerKey, row.createdHeight) }
    const standing = stakeStanding(facts, rules.time, rules)
    return [{ ...row, producerKey: toHex(script.producerKey), owner: toHex(script.owner), standing }]
  })
}

/** Whether a stake key was a producing member's at a height, and whether it is now. */
export async function producers(db: DbOrTransaction) {
  const rows = (await memberRecords(db)).map((row) => ({ ...row, member: parseMember(row.value) }))
  const isOf = (key: Uint8Array, member: MemberRecord | undefined) =>
    member !== undefined && equalBytes(member.stakeKey, key) && (member.roles & ROLE_PRODUCER) !== 0
  return (key: Uint8Array, height: number) => ({
    wasMember: rows.some((row) => row.height <= height && isOf(key, row.member)),
    isMember: rows.some((row) => row.newest && isOf(key, row.member)),
  })
}

/** Keys of all members that produce now, hex. */
export async function producingKeys(db: DbOrTransaction): Promise<readonly string[]> {
  const rows = await memberRecords(db)
  const members = rows.filter(({ newest }) => newest).map(({ value }) => parseMember(value))
  return members.flatMap((one) => (one && (one.roles & ROLE_PRODUCER) !== 0 ? [toHex(one.stakeKey)] : []))
}

/** Sum of amounts. */
export const sumOf = (rows: readonly { readonly amount: bigint }[]): bigint =>
  rows.reduce((sum, { amount }) => sum + amount, 0n)
