import { type SignatureChecks, toHex } from '@vc/crypto'
import { ROLE_VOTER, type StateReader } from '@vc/ledger'
import type { Certificate, Extension } from '../codec/extension.ts'
import type { Header } from '../codec/header.ts'
import { voteMessage } from '../codec/vote.ts'
import type { Parameters } from '../configuration/parameters.ts'
import { isMature, mayProduce } from '../judge-header.ts'
import { type Member, members } from '../members.ts'
import { chainEntry, isSuspended, stakes } from '../state-entries.ts'

/** A member of the network as the head's state and the last blocks tell it. Keys and hashes in hex, amounts in smallest units. */
export type MemberStanding = {
  /** The record's key, by which the member's node is known on the network. */
  readonly peer: string
  readonly certificateHash: string
  readonly stakeKey: string
  readonly roles: number
  /** Evidence was recorded against its stake key: it wins no draw and no vote of it counts. */
  readonly isSuspended: boolean
  /** Stake under its key that may win the next slot. */
  readonly stake: bigint
  /** Height of the newest block of the window that it made; that recorded a vote of it. */
  readonly lastBlock: number | undefined
  readonly lastVote: number | undefined
}

/** What is read of a block to see who was there. */
export type SeenBlock = { readonly header: Header; readonly extension: Pick<Extension, 'certificates'> }

/**
 * Every member in force with its stake, and when the branch last saw it (docs/adr/0043). `blocks`: the last
 * `retargetWindow` of the branch, the newest first; votes count as their certificates stand in them.
 */
export function memberStandings(
  state: StateReader,
  blocks: Iterable<SeenBlock>,
  of: {
    readonly network: Uint8Array
    readonly checks: SignatureChecks
    readonly parameters: Parameters
  },
): readonly MemberStanding[] {
  const all = [...members(state)]
  const seen = whoWasSeen(all, blocks, of)
  const stake = countingStake(state, of.parameters)
  return all.map(({ peerKey, certificateHash, stakeKey, roles }) => {
    const key = toHex(stakeKey)
    return {
      ...{ peer: toHex(peerKey), certificateHash: toHex(certificateHash), stakeKey: key, roles },
      ...{ isSuspended: isSuspended(state, stakeKey), stake: stake.get(key) ?? 0n },
      ...{ lastBlock: seen.made.get(key), lastVote: seen.voted.get(key) },
    }
  })
}

/** Stake that may win the next slot, by producer key. */
function countingStake(state: StateReader, parameters: Parameters): ReadonlyMap<string, bigint> {
  const { time } = chainEntry(state)
  const sums = new Map<string, bigint>()
  for (const stake of stakes(state)) {
    if (!isMature(stake, time, parameters) || !mayProduce(state, stake.producerKey)) continue
    const key = toHex(stake.producerKey)
    sums.set(key, (sums.get(key) ?? 0n) + stake.amount)
  }
  return sums
}

type Checked = { readonly network: Uint8Array; readonly checks: SignatureChecks }

/** The newest height of each key among makers, and among voters. Signatures tell whose a vote is: the list of voters may have changed since. */
function whoWasSeen(all: readonly Member[], blocks: Iterable<SeenBlock>, of: Checked) {
  const voters = all.filter(({ roles }) => (roles & ROLE_VOTER) !== 0).map(({ stakeKey }) => stakeKey)
  const made = new Map<string, number>()
  const voted = new Map<string, number>()
  for (const { header, extension } of blocks) {
    const maker = toHex(header.producerKey)
    if (!made.has(maker)) made.set(maker, header.height)
    for (const certificate of extension.certificates) {
      const missing = voters.filter((key) => !voted.has(toHex(key)))
      for (const key of signersAmong(missing, certificate, of)) voted.set(toHex(key), header.height)
    }
  }
  return { made, voted }
}

/** Which of these keys signed; both lists ascend, so most signatures are found at the first try. */
function signersAmong(
  keys: readonly Uint8Array[],
  certificate: Certificate,
  { network, checks }: Checked,
): readonly Uint8Array[] {
  const message = voteMessage(network, certificate)
  return keys.filter((key) =>
    certificate.signatures.some((signature) => checks.schnorr(signature, message, key)),
  )
}
