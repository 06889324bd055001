import { readBallotPart, type SignatureChecks } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import { memoryState, type StateReader } from '@vc/ledger'
import { type Block, decodeBlock } from '../codec/block.ts'
import { blockHash } from '../codec/header.ts'
import type { ConfigurationDocument } from '../configuration/document.ts'
import type { Proposal } from '../configuration/proposal.ts'
import type { ParentBlock } from '../context.ts'
import { judgeGenesis } from '../genesis.ts'
import { judgeBlock } from '../judge-block.ts'
import type { BlockRefusal } from '../refusals.ts'
import { chainEntry } from '../state-entries.ts'
import { recentHeaders } from './recent-headers.ts'
import { rulesAlong } from './rules-along.ts'

/** A block that holds, with what its bytes came to. Fees in smallest units, one for each transaction. */
export type ReplayStep = {
  readonly height: number
  readonly hash: Uint8Array
  readonly block: Block
  /** Length of its bytes. */
  readonly size: number
  /** Were its signatures checked too? */
  readonly checked: boolean
  readonly fees: readonly bigint[]
}

/** Why the block at a height does not hold. */
export type ReplayRefusal = { readonly height: number; readonly refusal: BlockRefusal }

export type Replay = {
  /** After the last block that held. */
  readonly state: StateReader
  /** Judges the bytes of the next block, genesis first. After a refusal the replay stays where it was. */
  readonly next: (bytes: Uint8Array) => Result<ReplayStep, ReplayRefusal>
}

/** Below the range the state is rebuilt: all but signatures is judged, the state hash of every block included. */
const withoutSignatures: SignatureChecks = {
  schnorr: () => true,
  p256: () => true,
  collectives: { votes: () => 1, provenMembers: (part) => readBallotPart(part)?.members.length ?? 0 },
}

/**
 * Judges a chain again from its own bytes and an empty state, one block a call (consensus.md 17). From height `from` on
 * every signature is checked; below it everything else is. The network is whatever genesis the first bytes are: compare
 * its hash with the one that is known.
 */
export function openReplay(of: {
  /** Of genesis. */
  readonly configuration: ConfigurationDocument
  /** Those that blocks voted for: later versions follow from them. */
  readonly proposals?: readonly Proposal[]
  readonly checks: SignatureChecks
  readonly from?: number
}): Replay {
  const { from = 0 } = of
  const rules = rulesAlong(of.configuration, of.proposals ?? [])
  const state = memoryState()
  const headers = recentHeaders()
  let network: Uint8Array | undefined
  let head: ParentBlock | undefined

  const judge = (block: Block, checked: boolean) => {
    if (head === undefined || network === undefined) {
      const founded = judgeGenesis(block, rules.next())
      return founded.ok
        ? ok({ changes: founded.value, undo: undefined, fees: block.transactions.map(() => 0n) })
        : founded
    }
    const checks = checked ? of.checks : withoutSignatures
    const judged = judgeBlock(block, state, head, {
      network,
      configuration: rules.next(),
      checks,
      headersBack: headers.back,
    })
    if (!judged.ok) return judged
    const { changes, undo, judgements } = judged.value
    return ok({ changes, undo, fees: judgements.map(({ fee }) => fee) })
  }

  const next = (bytes: Uint8Array): Result<ReplayStep, ReplayRefusal> => {
    const height = head === undefined ? 0 : head.header.height + 1
    const checked = height >= from
    const decoded = decodeBlock(bytes, rules.next().parameters.maxBlockBytes)
    if (!decoded.ok) return refuse({ height, refusal: decoded.refusal })
    const block = decoded.value
    const judged = judge(block, checked)
    if (!judged.ok) return refuse({ height, refusal: judged.refusal })
    const { changes, undo, fees } = judged.value
    const hash = blockHash(block.header)
    state.apply(changes)
    headers.add(block.header, hash, chainEntry(state).justified.height)
    rules.add(block.header)
    network ??= hash
    head = { header: block.header, hash, ...(undo === undefined ? {} : { undo }) }
    return ok({ height, hash, block, size: bytes.length, checked, fees })
  }

  return { state, next }
}
