import { accusedBy, blockHash, isEvidence, isProof } from '@vc/consensus'
import { toHex } from '@vc/crypto'
import type { Chain } from '../chain/chain.ts'
import { decodeEvidence } from '../chain/evidence-book.ts'
import type { Reception } from '../network/port.ts'

/** Takes evidence of a peer: both blocks of a draw that was signed twice weigh nothing from now on (consensus.md 13). */
export function receiveEvidence(chain: Chain, bytes: Uint8Array): Reception {
  const evidence = decodeEvidence(bytes)
  if (!evidence) return { action: 'reject', code: 'malformed' }
  const { state, network, checks, configuration, head } = chain
  const at = { state, height: head.height + 1, network, checks, parameters: configuration.parameters }
  if (chain.evidence.against(accusedBy(evidence))) return { action: 'ignore' }
  if (!isProof(evidence, network, checks)) return { action: 'reject', code: 'evidence-invalid' }
  if (!isEvidence(evidence, at)) return { action: 'ignore', code: 'evidence-invalid' }
  chain.evidence.note(evidence)
  if (evidence.kind === 'headers') {
    for (const header of [evidence.first, evidence.second]) chain.tree.silence(toHex(blockHash(header)))
  }
  return { action: 'accept' }
}
