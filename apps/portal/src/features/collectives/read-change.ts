import type { ActLeg } from '@vc/acts'
import { equalBytes, fromHex, type ListedMember, listAfter, toHex } from '@vc/crypto'
import { utf8Text } from '@vc/kernel'
import { keyHashScript, parseStandard, readRecordItems, recordScript } from '@vc/ledger'
import { RefusedHere } from '../../trpc/refusal.ts'
import type { ApiAnswers } from '../../trpc/types.ts'
import type { Vote } from './stages.ts'

export type Change = NonNullable<ApiAnswers['collectives']['change']>

/** Lists of members of one kind, with how many votes decide: what their descriptors are. */
export type DescriptorsAsk = {
  readonly of: Uint8Array
  readonly lists: readonly { readonly members: readonly ListedMember[]; readonly threshold: number }[]
}
export type Describe = (ask: DescriptorsAsk) => Promise<readonly (Uint8Array | undefined)[]>

/**
 * Checks here, from the bytes that are signed, that a change of members is the one that is shown: the list shown before is
 * the collective's, and without who goes and with who comes it is the list that the record will name. Refuses
 * `change-differs`.
 */
export async function checkChange(
  { vote, leg, change }: { readonly vote: Vote; readonly leg: ActLeg; readonly change: Change },
  describe: Describe,
): Promise<void> {
  const { before, lines, terms } = change
  const goes = lines.flatMap(({ comes, key }) => (comes ? [] : [key]))
  const after = listAfter(before, { goes, comes: lines.filter(({ comes }) => comes) })
  const [old, next] = await describe({
    of: fromHex(vote.descriptor),
    lists: [
      { members: before.map(readMember), threshold: terms.before.threshold },
      { members: after.map(readMember), threshold: terms.after.threshold },
    ],
  })
  const written = committedValue(leg, vote.collective.ledgerId)
  if (!old || !next || !written || toHex(old) !== vote.descriptor || !equalBytes(next, written))
    throw new RefusedHere('change-differs')
}

const readMember = ({ key, weight, owner }: Change['before'][number]): ListedMember => ({
  ...{ key: fromHex(key), weight, owner: fromHex(owner) },
})

/** What the first input commits to writing into the collective's record; undefined when it is anything else. */
function committedValue({ transaction, named }: ActLeg, ledgerId: string): Uint8Array | undefined {
  const items = readRecordItems(transaction)
  const [commitment] = named
  if (!items || !commitment) return undefined
  const parsed = parseStandard(commitment.script)
  if (parsed?.name !== 'record' || parsed.guard.name !== 'key-hash') return undefined
  const { table, key, value } = items
  const name = utf8Text(table) ?? ''
  const script = recordScript(name, key, value, keyHashScript(parsed.guard.hash))
  const isOf = name === 'collective' && toHex(key) === ledgerId
  return isOf && equalBytes(script, commitment.script) ? value : undefined
}
