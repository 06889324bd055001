import { equalBytes, utf8, verifyInclusion } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import type { Facts } from '@vc/ledger'
import type { MadeClaim } from './make-burn-claim.ts'
import { claimPayload } from './payload.ts'
import { fromBase64, readCheckpointNote } from './signed-note.ts'

export type MakeNotaryCode = 'notary-proof-malformed' | 'notary-note-malformed' | 'notary-leaf-missing'
type MakeNotaryRefusal = { readonly code: MakeNotaryCode; readonly facts: Facts }

const FIRST_LINE = 'c2sp.org/tlog-proof@v1'

type LogProof = {
  readonly index: bigint
  readonly path: readonly Uint8Array[]
  readonly note: Uint8Array
}

/**
 * The notary claim that a proof of a log proves, in the form of C2SP's tlog-proof: number of the leaf, the hashes beside
 * its way up, the signed checkpoint. The leaf must be the payload of one of the heights asked for.
 */
export function makeNotaryClaim(of: {
  readonly proof: Uint8Array
  readonly network: Uint8Array
  readonly key: Uint8Array
  readonly heights: readonly number[]
}): Result<MadeClaim, MakeNotaryRefusal> {
  const { network, key, heights } = of
  const proof = readLogProof(of.proof)
  if (!proof) return refuse({ code: 'notary-proof-malformed', facts: { bytes: of.proof.length } })
  const { index, path, note } = proof
  const noted = readCheckpointNote(note, [])
  if (!noted) return refuse({ code: 'notary-note-malformed', facts: { bytes: note.length } })
  const place = { index: Number(index), size: Number(noted.size), proof: path }
  for (const height of heights) {
    const bytes = claimPayload(network, { height, key })
    if (!verifyInclusion({ root: noted.root, leaf: bytes, ...place })) continue
    const leaf = { payload: bytes, leafIndex: index, treeSize: noted.size, path, note }
    return ok({ claim: { kind: 'notary', ...leaf }, payload: { height, key }, bytes })
  }
  return refuse({ code: 'notary-leaf-missing', facts: { index: String(index), heights: heights.join(', ') } })
}

/** What stands behind `extra` is for others. */
function readLogProof(bytes: Uint8Array): LogProof | undefined {
  const text = new TextDecoder().decode(bytes)
  const end = text.indexOf('\n\n')
  if (end < 0 || !equalBytes(utf8(text), bytes)) return undefined
  const [first, ...rest] = text.slice(0, end).split('\n')
  const [numbered = '', ...hashes] = rest[0]?.startsWith('extra ') ? rest.slice(1) : rest
  const index = /^index (0|[1-9]\d{0,15})$/.exec(numbered)?.[1]
  const path = hashes.flatMap((hash) => fromBase64(hash) ?? [])
  const isWhole = path.length === hashes.length && path.every(({ length }) => length === 32)
  if (first !== FIRST_LINE || index === undefined || !isWhole) return undefined
  return { index: BigInt(index), path, note: utf8(text.slice(end + 2)) }
}
