import type { ProducerChange } from '@vc/consensus'
import { toHex } from '@vc/crypto'
import { parseMember, parseStandard, RECORD, readRecordItems, tableName } from '@vc/ledger'
import type { Leg } from '../acts/stored-act.ts'
import type { DbOrTransaction } from '../context.ts'
import { judgedStakes, stakeRules } from '../routers/staking/stakes.ts'

/** What these transactions do to who produces, read from their bytes: records of members, and stakes that count and are spent. */
export async function changesOf(
  db: DbOrTransaction,
  legs: readonly Leg[],
): Promise<readonly ProducerChange[]> {
  const spent = legs.flatMap(stakesSpent)
  const counting = spent.length === 0 ? [] : await judgedStakes(db, await stakeRules(db))
  const ended = counting.filter((stake) => stake.standing === 'counts' && spent.includes(nameOf(stake)))
  return [
    ...legs.flatMap(memberWritten),
    ...ended.map(({ producerKey, amount }) => ({ what: 'stake' as const, producerKey, amount })),
  ]
}

/** A member's record that a transaction writes; an empty one ends the membership. */
function memberWritten({ transaction }: Leg): readonly ProducerChange[] {
  const items = transaction.kind === RECORD ? readRecordItems(transaction) : undefined
  if (items === undefined || tableName(items.table) !== 'member') return []
  const member = parseMember(items.value)
  const stakeKey = member ? toHex(member.stakeKey) : ''
  return [{ what: 'member', peer: toHex(items.key), stakeKey, roles: member?.roles ?? 0 }]
}

/** Names of the outputs under a stake script that a transaction spends. */
function stakesSpent({ transaction, named }: Leg): readonly string[] {
  return transaction.inputs.flatMap(({ txid, index }, at) =>
    parseStandard(named[at]?.script ?? new Uint8Array(0))?.name === 'stake'
      ? [nameOf({ txid: toHex(txid), index })]
      : [],
  )
}

const nameOf = ({ txid, index }: { readonly txid: string; readonly index: number }) => `${txid}:${index}`
