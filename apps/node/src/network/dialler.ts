import { peerIdFromString } from '@libp2p/peer-id'
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr'
import type { Clock } from '@vc/kernel'
import type { Logger } from 'pino'
import { peerKeyOf } from './peer-id.ts'
import type { PeerKey } from './transport.ts'

const FIRST_PAUSE_MS = 1_000
/** Members are few and wanted: a line that is whole again is used soon. */
const LONGEST_PAUSE_MS = 5_000
/** Of two that know each other's address the one with the larger key lets the other go first. */
const GIVE_WAY_MS = 2_500

/** The addresses of the configuration, each with the peer that must answer there. */
export type Dialler = { readonly dialMissing: () => void }

/** The peer that an address names at its end, `/p2p/<peer id>`; undefined when it names none. */
export function peerAt(address: Multiaddr): PeerKey | undefined {
  const id = address.getComponents().findLast(({ name }) => name === 'p2p')?.value
  return id === undefined ? undefined : peerKeyOf(peerIdFromString(id))
}

/** Reads addresses separated by commas or lines. Throws on one that names no peer. */
export function parseAddresses(text: string): readonly Multiaddr[] {
  const parts = text.split(/[,\n]/).filter((part) => part.trim() !== '')
  return parts.map((part) => {
    const address = multiaddr(part.trim())
    if (peerAt(address) === undefined) throw new Error(`${part} does not end in /p2p/<peer id>`)
    return address
  })
}

/** Dials who is wanted and not there, each with a pause that doubles while nobody answers. */
export function openDialler(of: {
  readonly addresses: readonly Multiaddr[]
  readonly self: PeerKey
  readonly clock: Clock
  readonly log: Logger
  readonly wanted: (peer: PeerKey) => boolean
  readonly dial: (address: Multiaddr) => Promise<unknown>
}): Dialler {
  const pauses = new Map<string, { ms: number; until: number; dialling: boolean }>()
  const begun = of.clock.nowMs()
  const dialOne = (address: Multiaddr, peer: PeerKey) => {
    const name = address.toString()
    const from = begun + (peer > of.self ? 0 : GIVE_WAY_MS)
    const pause = pauses.get(name) ?? { ms: FIRST_PAUSE_MS, until: from, dialling: false }
    if (pause.dialling || pause.until > of.clock.nowMs()) return
    pauses.set(name, { ...pause, dialling: true })
    const over = (ms: number) => pauses.set(name, { ms, until: of.clock.nowMs() + ms, dialling: false })
    of.dial(address).then(
      () => over(FIRST_PAUSE_MS),
      (error: unknown) => {
        of.log.debug({ address: name, error: String(error) }, 'no connection')
        over(Math.min(2 * pause.ms, LONGEST_PAUSE_MS))
      },
    )
  }
  return {
    dialMissing: () => {
      for (const address of of.addresses) {
        const peer = peerAt(address)
        if (peer !== undefined && peer !== of.self && of.wanted(peer)) dialOne(address, peer)
      }
    },
  }
}
