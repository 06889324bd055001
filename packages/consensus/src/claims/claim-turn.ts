import { equalBytes } from '@vc/crypto'
import type { StateReader } from '@vc/ledger'
import type { Header } from '../codec/header.ts'
import type { Parameters } from '../configuration/parameters.ts'
import { claimsFor, type RecordedClaim } from './recorded-claims.ts'

const TURNS = 3

/** Does the right to this height come from a claim (consensus.md 8)? */
export function isClaimHeight(height: number, parameters: Parameters): boolean {
  return parameters['pob.source'] !== 'off' && height % parameters['pob.interval'] === 0
}

/** The first three claims for a height, each with the first time at which it may be used, seconds since 1970. */
export function claimTurns(
  state: StateReader,
  parent: Pick<Header, 'height' | 'time'>,
  parameters: Parameters,
): readonly { readonly claim: RecordedClaim; readonly from: number }[] {
  const height = parent.height + 1
  if (!isClaimHeight(height, parameters)) return []
  const first = parent.time + parameters.slotSeconds
  return claimsFor(state, height, parameters)
    .slice(0, TURNS)
    .map((claim, rank) => ({ claim, from: first + rank * parameters['pob.step'] }))
}

/** The claim that gives a block its right, when its turn has come; undefined when there is none. */
export function claimOf(
  header: Header,
  at: {
    readonly state: StateReader
    readonly parent: Pick<Header, 'height' | 'time'>
    readonly parameters: Parameters
  },
): RecordedClaim | undefined {
  const turn = claimTurns(at.state, at.parent, at.parameters).find(({ claim }) =>
    equalBytes(claim.claimId, header.stakeTxid),
  )
  const agrees = turn && equalBytes(turn.claim.key, header.producerKey) && header.stakeAmount === 0n
  return agrees && header.time >= turn.from ? turn.claim : undefined
}

/** The first time at which a stake may make the block on this parent: later while a recorded claim has its turn. */
export function stakeMayFrom(
  state: StateReader,
  parent: Pick<Header, 'height' | 'time'>,
  parameters: Parameters,
): number {
  const isWaited = claimTurns(state, parent, parameters).length > 0
  return parent.time + (isWaited ? parameters['pob.wait'] : parameters.slotSeconds)
}
