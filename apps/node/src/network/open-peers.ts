import { existsSync, readFileSync } from 'node:fs'
import type { Clock } from '@vc/kernel'
import type { Logger } from 'pino'
import type { HeaderBook } from '../bitcoin/header-book.ts'
import { NodeHalt } from '../halt.ts'
import { openPeerSeed } from '../keys/peer-key.ts'
import type { Store } from '../storage/store.ts'
import type { Turns } from '../turns.ts'
import { parseAddresses, peerAt } from './dialler.ts'
import { sparingly } from './leaving-transactions.ts'
import { openLibp2pTransport } from './libp2p-transport.ts'
import { MOST_CERTIFICATE } from './messages.ts'
import { type Network, openNetwork } from './network.ts'
import { privateKeyOf } from './peer-id.ts'

/** Transactions of this time go out in one message; */
const TOGETHER_MS = 50
/** of this time where many come: a message costs each node as much as many payments (docs/adr/0053). */
const APART_MS = 400

export type PeerSettings = {
  readonly listen: readonly string[]
  readonly peers: string | undefined
  readonly peersFile: string
  readonly peerKeyFile: string
  readonly certificateFile: string
}

/** The network of a node by its settings, over libp2p. Halts with `peers-malformed` or `certificate-too-long`. */
export async function openPeers(of: {
  readonly settings: PeerSettings
  readonly networkId: Uint8Array
  readonly maxBlockBytes: number
  readonly clock: Clock
  readonly log: Logger
  /** Snapshots for those who join. */
  readonly shelf?: Store | undefined
  readonly bitcoin?: HeaderBook | undefined
  readonly turns: Turns
  readonly onFault: (error: unknown) => void
}): Promise<Network> {
  const { settings, networkId, maxBlockBytes, clock, log, shelf, bitcoin, turns, onFault } = of
  const addresses = readAddresses(settings.peers ?? textOf(settings.peersFile))
  const certificate = new Uint8Array(readFileSync(settings.certificateFile))
  if (certificate.length > MOST_CERTIFICATE)
    throw new NodeHalt('certificate-too-long', { most: MOST_CERTIFICATE })
  const key = await privateKeyOf(openPeerSeed(settings.peerKeyFile))
  const { listen } = settings
  const transport = await openLibp2pTransport({ key, networkId, listen, addresses, clock, log })
  const startList = new Set(addresses.flatMap((address) => peerAt(address) ?? []))
  const soon = sparingly((act, ms) => void setTimeout(act, ms), { together: TOGETHER_MS, apart: APART_MS })
  return openNetwork({
    transport,
    clock,
    log,
    certificate,
    startList,
    soon,
    maxBlockBytes,
    shelf,
    bitcoin,
    turns,
    onFault,
  })
}

/** Nobody is looked for when there is no file. */
const textOf = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : '')

function readAddresses(text: string) {
  try {
    return parseAddresses(text)
  } catch (error) {
    throw new NodeHalt('peers-malformed', { peers: text, error: String(error) })
  }
}
