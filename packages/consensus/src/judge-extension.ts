import { equalBytes } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import type { StateReader } from '@vc/ledger'
import { isCertificate, isSameCheckpoint, justify } from './checkpoints.ts'
import { type ClaimGround, judgeClaims } from './claims/judge-claims.ts'
import type { RecordedClaim } from './claims/recorded-claims.ts'
import type { Certificate, Evidence, Extension } from './codec/extension.ts'
import { blockHash, type Header } from './codec/header.ts'
import type { Checkpoint } from './codec/vote.ts'
import { type BlockContext, type ParentBlock, stateBefore } from './context.ts'
import { accusedBy, isEvidence } from './evidence.ts'
import { judgeHeader } from './judge-header.ts'
import { recordedJustified, votersFor } from './members.ts'
import { numberOf } from './number-of.ts'
import { type BlockRefusal, blockRefusal } from './refusals.ts'
import { type ChainEntry, chainEntry, isSuspended } from './state-entries.ts'

/** What an extension is judged on. `producer`: outpoint and key say whose versions may not be named twice. */
export type ExtensionGround = {
  readonly parent: ParentBlock
  readonly state: StateReader
  readonly context: BlockContext
  /** Of the block, seconds since 1970. */
  readonly time: number
}

/** What a valid extension does. */
export type ExtensionEffects = {
  readonly suspended: readonly Uint8Array[]
  readonly claims: readonly RecordedClaim[]
  readonly finality: Pick<ChainEntry, 'justified' | 'final'>
  /** The targets of the certificates. */
  readonly justified: readonly Checkpoint[]
}

/** Step 5 of consensus.md 17 without the root: references, evidence, claims, certificates. */
export function judgeExtension(
  extension: Extension,
  ground: ExtensionGround,
): Result<ExtensionEffects, BlockRefusal> {
  const wrong = checkReferences(extension.references, ground)
  if (wrong !== undefined) return refuse(wrong)
  const suspended = judgeEvidence(extension.evidence, ground)
  if (!suspended.ok) return suspended
  const claims = judgeClaims(extension.claims, claimGround(ground))
  if (!claims.ok) return claims
  const finality = judgeCertificates(extension.certificates, ground)
  if (!finality.ok) return finality
  const justified = extension.certificates.map(({ target }) => target)
  return ok({ suspended: suspended.value, claims: claims.value, finality: finality.value, justified })
}

function claimGround({ parent, state, context, time }: ExtensionGround): ClaimGround {
  const { network, outside, configuration } = context
  return {
    state,
    height: parent.header.height + 1,
    time,
    network,
    parameters: configuration.parameters,
    outside,
  }
}

function checkReferences(references: readonly Header[], ground: ExtensionGround): BlockRefusal | undefined {
  const { parent, state, context } = ground
  if (references.length === 0) return undefined
  const most = context.configuration.parameters.maxReferences
  if (references.length > most) return blockRefusal('reference-invalid', { references: references.length })
  const grandparent = context.headersBack(parent.header.prevHash)
  if (parent.header.height === 0) return blockRefusal('reference-invalid', { reference: 0 })
  if (grandparent === undefined || parent.undo === undefined)
    return blockRefusal('data-missing', { references: true })
  const before = stateBefore(state, parent.undo)
  const hash = parent.header.prevHash
  for (const [reference, version] of references.entries()) {
    const named = references.slice(0, reference)
    if (!isFreshVersion(version, named, ground)) return blockRefusal('reference-invalid', { reference })
    const { configId } = parent.header
    const judged = judgeHeader(version, {
      parent: { header: grandparent, hash },
      state: before,
      context,
      configId,
    })
    if (judged.ok) continue
    if (judged.refusal.code === 'data-missing') return judged.refusal
    return blockRefusal('reference-invalid', { reference, why: judged.refusal.code })
  }
  return undefined
}

/** Another version of the parent, sorted, by nobody who is named already or suspended (consensus.md 9). */
function isFreshVersion(
  version: Header,
  named: readonly Header[],
  { parent, state }: ExtensionGround,
): boolean {
  const { header } = parent
  if (version.height !== header.height || !equalBytes(version.prevHash, header.prevHash)) return false
  const last = named.at(-1)
  if (last !== undefined && numberOf(blockHash(last)) >= numberOf(blockHash(version))) return false
  const others = [header, ...named]
  const known = others.some(
    (other) => equalBytes(other.producerKey, version.producerKey) || isSameStake(other, version),
  )
  return !known && !isSuspended(state, version.producerKey)
}

const isSameStake = (a: Header, b: Header) =>
  equalBytes(a.stakeTxid, b.stakeTxid) && a.stakeIndex === b.stakeIndex

function judgeEvidence(
  list: readonly Evidence[],
  { parent, state, context }: ExtensionGround,
): Result<readonly Uint8Array[], BlockRefusal> {
  const { network, checks } = context
  const { parameters } = context.configuration
  const suspended: Uint8Array[] = []
  for (const [number, evidence] of list.entries()) {
    const key = accusedBy(evidence)
    const twice = suspended.some((other) => equalBytes(other, key))
    const at = { state, height: parent.header.height + 1, network, checks, parameters }
    if (twice || !isEvidence(evidence, at))
      return refuse(blockRefusal('evidence-invalid', { evidence: number }))
    suspended.push(key)
  }
  return ok(suspended)
}

function judgeCertificates(
  list: readonly Certificate[],
  ground: ExtensionGround,
): Result<ExtensionEffects['finality'], BlockRefusal> {
  const { justified, final } = chainEntry(ground.state)
  const sources = [...recordedJustified(ground.state, ground.context.network)]
  let finality: ExtensionEffects['finality'] = { justified, final }
  for (const [number, certificate] of list.entries()) {
    const holds = judgeCertificate(certificate, { sources, above: finality.justified.height }, ground)
    if (holds === undefined) return refuse(blockRefusal('data-missing', { certificate: number }))
    if (!holds) return refuse(blockRefusal('certificate-invalid', { certificate: number }))
    sources.push(certificate.target)
    finality = justify(finality, certificate, ground.context.configuration.parameters)
  }
  return ok(finality)
}

/**
 * Of this branch, from a checkpoint that it has recorded as justified to one above all of those, with its quorum;
 * undefined when a header is not at hand. Any of them, not only the last: voters who had not seen the last one recorded
 * when they signed would otherwise end the record for good, since all later links start at what theirs justified.
 */
function judgeCertificate(
  certificate: Certificate,
  { sources, above }: { readonly sources: readonly Checkpoint[]; readonly above: number },
  { parent, state, context }: ExtensionGround,
): boolean | undefined {
  const { source, target } = certificate
  const { checkpointPeriod } = context.configuration.parameters
  const isRecorded = sources.some((one) => isSameCheckpoint(one, source))
  if (!isRecorded || target.height <= above) return false
  if (target.height % checkpointPeriod !== 0 || target.height > parent.header.height) return false
  const ancestor = ancestorAt(parent, target.height, context)
  if (ancestor === undefined) return undefined
  if (!equalBytes(ancestor, target.hash)) return false
  return isCertificate(context.network, certificate, votersFor(state, source.height), context.checks)
}

/** Hash of the block of a height on the parent's branch. */
function ancestorAt(
  parent: ParentBlock,
  height: number,
  { headersBack }: BlockContext,
): Uint8Array | undefined {
  let at: { readonly header: Header; readonly hash: Uint8Array } = parent
  while (at.header.height > height) {
    const hash = at.header.prevHash
    if (at.header.height === height + 1) return hash
    const header = headersBack(hash)
    if (header === undefined) return undefined
    at = { header, hash }
  }
  return at.hash
}
