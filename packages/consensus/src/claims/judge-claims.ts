import { equalBytes, hash256, verifyInclusion } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import type { StateReader } from '@vc/ledger'
import { bitcoinOutputs, burntBytes } from '../bitcoin/burn-output.ts'
import type { Claim } from '../codec/extension.ts'
import type { Parameters } from '../configuration/parameters.ts'
import type { Outside } from '../outside.ts'
import { type BlockRefusal, blockRefusal } from '../refusals.ts'
import { claimIdOf, readClaimPayload } from './payload.ts'
import { claimsFor, type RecordedClaim } from './recorded-claims.ts'
import { readCheckpointNote } from './signed-note.ts'

/** Where a claim is recorded: a block at `height` and `time` on the state after its parent. */
export type ClaimGround = {
  readonly state: StateReader
  readonly height: number
  /** Seconds since 1970. */
  readonly time: number
  readonly network: Uint8Array
  readonly parameters: Parameters
  readonly outside: Outside | undefined
}

const MOST = 8

/** The height that claims of a block count for: the next one whose right a claim gives (consensus.md 8). */
export function claimedHeight(height: number, parameters: Parameters): number {
  const interval = parameters['pob.interval']
  return (Math.floor(height / interval) + 1) * interval
}

/** Step 5 of consensus.md 17 for claims; gives what the state will keep of them. */
export function judgeClaims(
  claims: readonly Claim[],
  ground: ClaimGround,
): Result<readonly RecordedClaim[], BlockRefusal> {
  if (claims.length === 0) return ok([])
  const due = claimedHeight(ground.height, ground.parameters)
  const known = [...claimsFor(ground.state, due, ground.parameters)]
  const recorded: RecordedClaim[] = []
  for (const [claim, one] of claims.entries()) {
    const judged = judgeClaim(one, ground)
    if (judged === 'unknown') return refuse(blockRefusal('data-missing', { claim }))
    if (!judged || judged === 'early') return refuse(blockRefusal('claim-invalid', { claim }))
    const isTaken = known.some(({ key }) => equalBytes(key, judged.key))
    if (judged.height !== due || isTaken || known.length >= MOST) {
      return refuse(blockRefusal('claim-invalid', { claim }))
    }
    known.push(judged)
    recorded.push(judged)
  }
  return ok(recorded)
}

/**
 * What a claim comes to by its own proof. `unknown`: while a header of Bitcoin is not at hand. `early`: its block of Bitcoin
 * counts at a later time only. Undefined: wrong for good.
 */
export function judgeClaim(
  claim: Claim,
  ground: ClaimGround,
): RecordedClaim | 'unknown' | 'early' | undefined {
  const source = ground.parameters['pob.source']
  if (claim.kind === 'notary') return source === 'notary' ? notaryClaim(claim, ground) : undefined
  return source === 'bitcoin' || source === 'regtest' ? burnClaim(claim, ground) : undefined
}

type Burn = Extract<Claim, { kind: 'burn' }>

function burnClaim(claim: Burn, ground: ClaimGround): RecordedClaim | 'unknown' | 'early' | undefined {
  const payload = burntPayload(claim, ground.parameters['pob.minBurn'])
  const root = merkleRootOf(claim)
  if (!payload || !root) return undefined
  const newest = ground.outside?.lastBefore(ground.time - ground.parameters['beacon.lag'])
  if (!newest) return 'unknown'
  if (claim.bitcoinHeight > newest.height) return 'early'
  const header = ground.outside?.at(claim.bitcoinHeight)
  if (!header) return undefined
  return equalBytes(header.merkleRoot, root) ? recordOf(payload.bytes, payload.amount, ground) : undefined
}

/** The payload that the output carries and nobody can spend. */
function burntPayload({ transaction, output }: Burn, least: number) {
  if (transaction.length === 64) return undefined
  const paid = bitcoinOutputs(transaction)?.[output]
  const bytes = paid && burntBytes(paid.script)
  return paid && bytes && paid.amount >= BigInt(least) ? { bytes, amount: paid.amount } : undefined
}

/** Bitcoin's tree: bit i of `position` says that the branch's hash i stands on the left; no bit above. */
function merkleRootOf({ transaction, branch, position }: Burn): Uint8Array | undefined {
  if (position >= 2 ** branch.length) return undefined
  return branch.reduce((hash, other, i) => {
    const isLeft = Math.floor(position / 2 ** i) % 2 === 1
    const pair = new Uint8Array(64)
    pair.set(isLeft ? other : hash, 0)
    pair.set(isLeft ? hash : other, 32)
    return hash256(pair)
  }, hash256(transaction))
}

function notaryClaim(
  claim: Extract<Claim, { kind: 'notary' }>,
  ground: ClaimGround,
): RecordedClaim | undefined {
  const { parameters } = ground
  for (const { origin, keys } of parameters['pob.notaries']) {
    const note = readCheckpointNote(claim.note, keys)
    if (note?.origin !== origin || note.size !== claim.treeSize) continue
    const place = { index: Number(claim.leafIndex), size: Number(claim.treeSize), proof: claim.path }
    const isLeaf = verifyInclusion({ root: note.root, leaf: claim.payload, ...place })
    if (isLeaf && note.signers >= parameters['pob.notaryQuorum']) {
      return recordOf(claim.payload, claim.leafIndex, ground)
    }
  }
  return undefined
}

function recordOf(bytes: Uint8Array, rank: bigint, { network }: ClaimGround): RecordedClaim | undefined {
  const payload = readClaimPayload(bytes, network)
  return payload && { ...payload, claimId: claimIdOf(bytes), rank }
}
