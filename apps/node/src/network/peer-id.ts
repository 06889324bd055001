import { generateKeyPairFromSeed, publicKeyFromRaw } from '@libp2p/crypto/keys'
import type { PeerId, PrivateKey } from '@libp2p/interface'
import { peerIdFromPublicKey } from '@libp2p/peer-id'
import { fromHex, toHex } from '@vc/crypto'
import type { PeerKey } from './transport.ts'

/** The network key of a seed of 32 bytes. */
export const privateKeyOf = (seed: Uint8Array): Promise<PrivateKey> =>
  generateKeyPairFromSeed('Ed25519', seed)

/** How libp2p writes a peer: `12D3Koo…`. */
export const peerIdOf = (peer: PeerKey): PeerId => peerIdFromPublicKey(publicKeyFromRaw(fromHex(peer)))

/** Undefined for a peer whose key is not Ed25519: no member has such a one. */
export function peerKeyOf(id: PeerId): PeerKey | undefined {
  return id.type === 'Ed25519' ? toHex(id.publicKey.raw) : undefined
}
