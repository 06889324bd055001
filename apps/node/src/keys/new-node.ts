import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromHex, schnorrPublicKey, sha256, toHex, utf8 } from '@vc/crypto'
import { type KeyFile, linksOf } from './node-key.ts'
import { type PeerFile, peerKeyOfSeed } from './peer-key.ts'
import { openRevealChain } from './reveal-chain.ts'
import { openSignState } from './sign-state.ts'

/** What a network has to know of a node to make it a member with a stake. */
export type NodeFacts = {
  readonly organisation: string
  readonly producerKey: Uint8Array
  readonly commitment: Uint8Array
  /** Key of its `member` record. */
  readonly peerKey: Uint8Array
  readonly certificateHash: Uint8Array
}

export type NewNode = {
  /** Made when missing; must hold no keys yet. */
  readonly dataDir: string
  readonly organisation: string
  /** How many blocks its stake can make; a multiple of 1,024. */
  readonly commitmentLength: number
  /** Where secrets come from. */
  readonly random: (bytes: number) => Uint8Array
}

/**
 * Makes the keys of a node in its folder: node-key.json with its reveals, sign-state, peer-key.json, certificate.json,
 * rpc-token. Throws when the folder has keys already. Give `facts` to whoever founds the network or admits the member.
 */
export function newNode({ dataDir, organisation, commitmentLength, random }: NewNode): NodeFacts {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const inside = (name: string) => join(dataDir, name)
  const secret = () => toHex(random(32))
  const key: KeyFile = {
    format: 'vc-node-key-1',
    stakeSecret: secret(),
    commitmentSecret: secret(),
    commitmentLength,
  }
  const peer: PeerFile = { format: 'vc-peer-key-1', seed: secret() }
  keep(inside('node-key.json'), `${JSON.stringify(key, null, 2)}\n`)
  keep(inside('peer-key.json'), `${JSON.stringify(peer, null, 2)}\n`)
  keep(inside('rpc-token'), `${secret()}\n`)
  const { commitment } = openRevealChain(linksOf(inside('node-key.json'), key))
  openSignState(inside('sign-state'), { create: true }).close()
  const peerKey = peerKeyOfSeed(fromHex(peer.seed))
  const certificate = JSON.stringify({ organisation, peer: toHex(peerKey) })
  writeFileSync(inside('certificate.json'), certificate)
  const producerKey = schnorrPublicKey(fromHex(key.stakeSecret))
  return { organisation, producerKey, commitment, peerKey, certificateHash: sha256(utf8(certificate)) }
}

const keep = (path: string, text: string) => writeFileSync(path, text, { mode: 0o600, flag: 'wx' })
