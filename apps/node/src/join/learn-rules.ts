import { type ConfigurationDocument, configurationId, parseConfiguration } from '@vc/consensus'
import { equalBytes, toHex } from '@vc/crypto'
import { decodePieces, encodeHashes } from '../network/messages.ts'
import type { PeerName } from '../network/port.ts'
import type { Store } from '../storage/store.ts'
import type { Joining } from './joining.ts'

/** Configuration documents that headers name and genesis does not know; kept where the node's own will lie. */
export type LearntRules = {
  readonly find: (id: Uint8Array) => ConfigurationDocument | undefined
  /** Takes a document when it is the one of this id. */
  readonly take: (id: Uint8Array, bytes: Uint8Array) => boolean
}

export function learntRules(store: Store): LearntRules {
  const known = new Map<string, ConfigurationDocument>()
  const read = (id: Uint8Array, bytes: Uint8Array) => {
    const parsed = parseConfiguration(bytes)
    if (!parsed.ok || !equalBytes(configurationId(parsed.value), id)) return undefined
    known.set(toHex(id), parsed.value)
    return parsed.value
  }
  return {
    find: (id) => {
      const bytes = known.has(toHex(id)) ? undefined : store.get('document', id)
      return bytes ? read(id, bytes) : known.get(toHex(id))
    },
    take: (id, bytes) => {
      if (!read(id, bytes)) return false
      store.commit([{ space: 'document', key: id, value: bytes }])
      return true
    },
  }
}

/**
 * Asks a peer for the configuration that a header names. Whether it was ever in force is not asked here: it is when the
 * headers are those of a branch that is believed.
 */
export async function learnRules(of: Joining, peer: PeerName, id: Uint8Array): Promise<boolean> {
  const answer = await of.ask(peer, 'configuration', encodeHashes([id]))
  const pieces = answer && decodePieces(answer, 1)
  if (answer && !pieces) return of.lied(peer, 'configuration')
  const [bytes] = pieces ?? []
  if (!bytes) return of.silent(peer)
  return of.rules.take(id, bytes) || of.lied(peer, 'configuration')
}
