import { join } from 'node:path'
import { toHex } from '@vc/crypto'
import { peerIdOf } from '../network/peer-id.ts'
import { openPeerSeed, peerKeyOfSeed } from './peer-key.ts'

/** The peer id of the node of a data folder, as addresses end in it: `12D3Koo…`. */
export const peerIdIn = (dataDir: string): string =>
  peerIdOf(toHex(peerKeyOfSeed(openPeerSeed(join(dataDir, 'peer-key.json'))))).toString()
