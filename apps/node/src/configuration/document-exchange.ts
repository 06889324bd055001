import { type ConfigurationDocument, parseConfiguration, parseProposal, proposalId } from '@vc/consensus'
import { equalBytes, fromHex, taggedHash, toHex } from '@vc/crypto'
import type { Chain } from '../chain/chain.ts'
import type { CorePort, PeerName, Reception } from '../network/port.ts'
import { historyOf } from './overview.ts'

/** Peers are asked this often which proposals they hold; seconds. */
const ASK_LIST = 12
/** And again for a document that nobody had; seconds. */
const ASK_AGAIN = 30
const BATCH = 16
const ID = 32
/** What is not at hand and somebody named: no more than this is looked for. */
const MOST_WANTED = 1_024

/**
 * Brings documents from peer to peer (`/vdn/configuration/1`): to a question for ids the answer is their documents, to
 * an empty one the ids of the proposals whose count is open.
 */
export type DocumentExchange = {
  readonly answer: (ids: readonly Uint8Array[]) => readonly Uint8Array[]
  /** What a peer answered to the question for these. */
  readonly receive: (pieces: readonly Uint8Array[], asked: readonly Uint8Array[], from: PeerName) => Reception
  /** A block of this configuration came that is not at hand. */
  readonly want: (id: string) => void
  readonly tick: (now: number) => void
}

const accept: Reception = { action: 'accept' }
const reject = (code: string): Reception => ({ action: 'reject', code })
const documentId = (bytes: Uint8Array) => toHex(taggedHash('vdn/configuration', bytes))

export function openDocumentExchange(chain: Chain, port: CorePort): DocumentExchange {
  const { configurations, blocks } = chain
  const listedAt = new Map<PeerName, number>()
  const askedAt = new Map<string, number>()
  const wanted = new Set<string>()
  /** Read and of no use here: not fetched again. */
  const useless = new Set<string>()
  const isAtHand = (id: string) => configurations.bytesOf(fromHex(id)) !== undefined
  const want = (id: string) => {
    if (!isAtHand(id) && wanted.size < MOST_WANTED) wanted.add(id)
  }
  const openIds = () => {
    const height = blocks.head()?.height ?? 0
    return configurations
      .proposals()
      .filter(({ vote }) => vote.to > height)
      .map(proposalId)
  }
  const fetchListed = (pieces: readonly Uint8Array[], from: PeerName): Reception => {
    if (pieces.some(({ length }) => length !== ID)) return reject('documents-malformed')
    const fresh = pieces.filter((id) => !isAtHand(toHex(id)) && !useless.has(toHex(id)))
    for (let at = 0; at < Math.min(fresh.length, 4 * BATCH); at += BATCH) {
      port.askDocuments(from, fresh.slice(at, at + BATCH))
    }
    return accept
  }
  // Which version is in force follows from the votes: of one that was told only the proposals count, and what a known
  // version names as its parent.
  const takeVersion = (version: ConfigurationDocument) => {
    configurations.takeParent(version)
    for (const adopted of version.adopted) want(adopted)
    return true
  }
  const take = (bytes: Uint8Array, from: PeerName): boolean => {
    const id = documentId(bytes)
    const version = parseConfiguration(bytes)
    if (version.ok) return takeVersion(version.value)
    if (!parseProposal(bytes).ok) return false
    const taken = configurations.propose(bytes, { member: from, isAsked: wanted.has(id) })
    if (taken.ok) wanted.delete(id)
    else if (taken.refusal.code !== 'proposal-origin' && useless.size < MOST_WANTED) useless.add(id)
    return true
  }
  const receive: DocumentExchange['receive'] = (pieces, asked, from) => {
    if (asked.length === 0) return fetchListed(pieces, from)
    const isAsked = (bytes: Uint8Array) => asked.some((id) => equalBytes(id, fromHex(documentId(bytes))))
    if (!pieces.every(isAsked)) return reject('documents-other')
    return pieces.every((bytes) => take(bytes, from)) ? accept : reject('documents-malformed')
  }
  const askList = (now: number) => {
    for (const peer of port.peers()) {
      if (now - (listedAt.get(peer) ?? Number.NEGATIVE_INFINITY) < ASK_LIST) continue
      listedAt.set(peer, now)
      port.askDocuments(peer, [])
    }
  }
  const askWanted = (now: number) => {
    for (const id of configurations.unread()) want(id)
    const [first] = historyOf(chain)
    if (first?.parent) want(first.parent)
    for (const id of wanted) if (isAtHand(id)) wanted.delete(id)
    const due = [...wanted].filter((id) => now - (askedAt.get(id) ?? 0) >= ASK_AGAIN).slice(0, BATCH)
    if (due.length === 0) return
    for (const id of due) askedAt.set(id, now)
    for (const peer of port.peers()) port.askDocuments(peer, due.map(fromHex))
  }
  return {
    answer: (ids) => {
      if (ids.length === 0) return openIds()
      return ids.flatMap((id) => configurations.bytesOf(id) ?? [])
    },
    receive,
    want: (id) => {
      if (!wanted.has(id)) askedAt.delete(id)
      want(id)
    },
    tick: (now) => {
      askList(now)
      askWanted(now)
    },
  }
}
