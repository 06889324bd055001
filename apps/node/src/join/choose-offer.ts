import { toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import type { PeerName } from '../network/port.ts'
import {
  decodeSnapshotOffer,
  encodeSnapshotQuestion,
  NEWEST,
  type SnapshotOffer,
  THE_OFFER,
} from '../network/snapshot-messages.ts'
import { isAnchored, isSigned } from './believe-offer.ts'
import type { Joining, Offered } from './joining.ts'

/** What the peers offer: what was begun with, else the newest that is signed and that there is a reason to believe. */
export async function chooseOffer(of: Joining): Promise<Offered | undefined> {
  const begun = of.kept.offer()
  const height = begun && decodeSnapshotOffer(begun)?.height
  const same = height === undefined ? [] : await offersOf(of, height)
  const again = same.find(
    ({ offer }) => begun && sameChunks(offer, must(decodeSnapshotOffer(begun), 'an offer')),
  )
  if (again) return again
  const found = await offersOf(of, NEWEST)
  return found.toSorted((a, b) => b.offer.height - a.offer.height || b.peers.length - a.peers.length)[0]
}

async function offersOf(of: Joining, height: number): Promise<readonly Offered[]> {
  const question = encodeSnapshotQuestion({ height, chunk: THE_OFFER })
  const answers = of
    .patientFirst()
    .map(async (peer) => ({ peer, bytes: await of.ask(peer, 'snapshot', question) }))
  const groups: { offer: SnapshotOffer; peers: PeerName[] }[] = []
  for (const { peer, bytes } of await Promise.all(answers)) {
    if (!bytes) continue
    const offer = decodeSnapshotOffer(bytes)
    if (!offer || !isSigned(of, offer) || offer.from > offer.height) {
      of.lied(peer, 'offer')
      continue
    }
    if (!isAnchored(of, offer)) {
      const set = 'NODE_TRUSTED_CHECKPOINT=<height>:<block hash>'
      of.log.error({ peer, height: offer.height, set }, 'snapshot-unanchored')
      continue
    }
    const group = groups.find((one) => sameChunks(one.offer, offer))
    if (group) group.peers.push(peer)
    else groups.push({ offer, peers: [peer] })
  }
  return groups
}

const sameChunks = (a: SnapshotOffer, b: SnapshotOffer) =>
  a.height === b.height &&
  a.from === b.from &&
  toHex(a.hash) === toHex(b.hash) &&
  a.chunks.map(toHex).join() === b.chunks.map(toHex).join()
