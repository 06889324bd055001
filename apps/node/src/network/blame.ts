import type { Clock } from '@vc/kernel'
import type { Offence, PeerKey, Transport } from './transport.ts'

/** So many wrongs within a minute end a connection. */
const MOST_WRONGS = 20
const FORGET_MS = 60_000

export type Blame = {
  /** Counts one wrong; false, so that a caller can return it. */
  readonly wrong: (peer: PeerKey, offence: Offence) => false
  readonly cutOff: (peer: PeerKey, offence: Offence) => false
  /** Wrongs since the start. */
  readonly count: () => number
}

/** Counts what peers do wrong, and cuts off who does it again and again (reliability.md 1.4). */
export function openBlame(transport: Pick<Transport, 'cutOff'>, clock: Clock): Blame {
  const wrongs = new Map<PeerKey, { count: number; since: number }>()
  let all = 0
  const cutOff = (peer: PeerKey, offence: Offence): false => {
    wrongs.delete(peer)
    transport.cutOff(peer, offence)
    return false
  }
  const wrong = (peer: PeerKey, offence: Offence): false => {
    all += 1
    const now = clock.nowMs()
    const before = wrongs.get(peer)
    const entry = before && now - before.since < FORGET_MS ? before : { count: 0, since: now }
    entry.count += 1
    wrongs.set(peer, entry)
    return entry.count >= MOST_WRONGS ? cutOff(peer, offence) : false
  }
  return { wrong, cutOff, count: () => all }
}
