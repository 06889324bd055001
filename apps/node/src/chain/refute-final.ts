import { type Certificate, isCertificate } from '@vc/consensus'
import { equalBytes, toHex } from '@vc/crypto'
import { NodeHalt } from '../halt.ts'
import type { Chain } from './chain.ts'

/**
 * Does a certificate make final what contradicts this node's final block? Then a third of the members signed twice: the
 * node stops with both proofs and calls its operator (consensus.md 14). The signatures are those of the voters that this
 * node knows for its own final block.
 */
export function refuteFinal(chain: Chain, certificate: Certificate): void {
  const { finality, blocks, network, checks, configuration } = chain
  const { source, target } = certificate
  const isFinalising = target.height === source.height + configuration.parameters.checkpointPeriod
  if (!isFinalising || source.height > finality.final.height) return
  const own = blocks.hashAt(source.height)
  if (!own || equalBytes(own, source.hash) || source.height === 0) return
  const voters = finality.votersFrom(finality.final)
  if (!isCertificate(network, certificate, voters, checks)) return
  throw new NodeHalt('finality-contradicted', {
    height: source.height,
    own: toHex(own),
    other: toHex(source.hash),
    voters: toHex(certificate.voters),
    signatures: certificate.signatures.map(toHex),
  })
}
