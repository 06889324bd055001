import { type ActLeg, readLeg } from '@vc/acts'
import { fromHex, toHex } from '@vc/crypto'
import { txidOf, voteDigests, votedInputs } from '@vc/ledger'
import { votesOver } from '@vc/settlement'
import { RefusedHere } from '../../trpc/refusal.ts'
import type { Vote } from './stages.ts'

/** What is voted on, read in the browser: the transaction with its sheet, and what each input or lot under a vote wants signed. */
export type ReadVote = {
  readonly leg: ActLeg
  readonly voted: readonly number[]
  readonly digests: readonly Uint8Array[]
}

/** Reads the bytes of a proposal; refuses `draft-differs` when they are not the transaction that its id names. */
export function readVote({ transaction, named, network, decimals, txid, kind }: Vote): ReadVote {
  const outputs = named.map(({ amount, script, ...rest }) => ({
    ...rest,
    ...{ amount: BigInt(amount), script: fromHex(script) },
  }))
  const context = { network: fromHex(network), decimals }
  const read = readLeg({ bytes: fromHex(transaction), named: outputs }, context)
  if (!read.ok) throw new RefusedHere(read.refusal.code)
  const leg = read.value
  if (toHex(txidOf(leg.transaction)) !== txid) throw new RefusedHere('draft-differs')
  const voted = votedInputs(leg.named)
  const signing = { tx: leg.transaction, named: leg.named.map(placed), network: context.network }
  return { leg, voted, digests: voteDigests(signing, votesOver(kind)) }
}

const placed = (output: ActLeg['named'][number]) => ({ ...output, kind: 0, height: 0 })
