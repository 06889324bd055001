import type { DraftAnswer, Question } from '@vc/client'
import { fromHex } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import { type Asked, decodeTransaction } from '@vc/ledger'
import type { Chain } from './chain/chain.ts'
import type { DraftLeg } from './chain/judge-draft.ts'
import type { Mempool } from './chain/mempool.ts'
import type { SubmitRefusal } from './chain/mempool-judge.ts'

type SentLeg = Question<'judgeDraft'>['units'][number][number]

/** What the node says to a draft on its head and with all that waits in its mempool. */
export function draftAnswerOf(
  { units }: Question<'judgeDraft'>,
  { head, configuration }: Pick<Chain, 'head' | 'configuration'>,
  mempool: Mempool,
): DraftAnswer {
  const { height } = head
  const read = readUnits(units, configuration.parameters.maxTransactionBytes)
  const judged = read.ok ? mempool.judgeDraft(read.value) : read
  if (judged.ok)
    return {
      ...{ accepted: true, height },
      ...{ before: judged.value.before.map(String), after: judged.value.after.map(String) },
    }
  const { refusal, transaction } = judged.refusal
  const said = { code: refusal.code, facts: { ...refusal.facts } }
  return { accepted: false, height, refusal: said, ...(transaction === undefined ? {} : { transaction }) }
}

function readUnits(
  units: readonly (readonly SentLeg[])[],
  most: number,
): Result<readonly (readonly DraftLeg[])[], SubmitRefusal> {
  const found: DraftLeg[][] = []
  let number = 0
  for (const unit of units) {
    const legs: DraftLeg[] = []
    for (const leg of unit) {
      const decoded = decodeTransaction(fromHex(leg.transaction), most)
      if (!decoded.ok) return refuse({ refusal: decoded.refusal, transaction: number })
      legs.push({ transaction: decoded.value, asked: askedIn(leg) })
      number += 1
    }
    found.push(legs)
  }
  return ok(found)
}

const askedIn = ({ signers, accepted }: SentLeg): Asked => ({
  signatures: signers.map(({ input, key, keyHash, type }) => ({
    ...{ input, type, key: fromHex(key), keyHash: fromHex(keyHash) },
  })),
  accepted,
})
