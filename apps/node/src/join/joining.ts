import type { Checkpoint, Parameters } from '@vc/consensus'
import type { SignatureChecks } from '@vc/crypto'
import type { StateReader } from '@vc/ledger'
import type { Logger } from 'pino'
import type { Chain } from '../chain/chain.ts'
import type { Network } from '../network/network.ts'
import type { PeerName } from '../network/port.ts'
import type { SnapshotOffer } from '../network/snapshot-messages.ts'
import type { Store } from '../storage/store.ts'
import type { Turns } from '../turns.ts'
import type { JoinStore } from './join-store.ts'
import type { LearntRules } from './learn-rules.ts'

/** How far a node that joins has come. */
export type JoinProgress = {
  readonly headers: number
  readonly ofHeaders: number
  readonly chunks: number
  readonly ofChunks: number
}

/** One snapshot, and who offers it. */
export type Offered = { readonly offer: SnapshotOffer; readonly peers: readonly PeerName[] }

/** What the steps of joining share. */
export type Joining = {
  readonly kept: JoinStore
  readonly network: Uint8Array
  readonly genesisState: StateReader
  readonly trusted: Checkpoint | undefined
  readonly checks: SignatureChecks
  readonly rules: LearntRules
  readonly parametersOf: (configId: Uint8Array) => Parameters | undefined
  readonly log: Logger
  readonly ask: Network['ask']
  /** Who was silent least often first; `among`: of these only. */
  readonly patientFirst: (among?: readonly PeerName[]) => readonly PeerName[]
  /** Notes that a peer gave nothing; false. */
  readonly silent: (peer: PeerName) => false
  /** Cuts a peer off that sent what nobody honest sends; false. */
  readonly lied: (peer: PeerName, about: string) => false
  readonly progress: (done: Partial<JoinProgress>) => void
}

export type JoinParts = {
  /** Becomes the node's own: empty, or with what was fetched before. */
  readonly store: Store
  /** Genesis and nothing else, in a store of its own. */
  readonly chain: Chain
  readonly genesis: Uint8Array
  readonly network: Pick<Network, 'ask' | 'cutOff'> & { readonly port: Pick<Network['port'], 'peers'> }
  /** Lets a little time pass before peers are asked again. */
  readonly pause: () => Promise<void>
  readonly progress?: (done: JoinProgress) => void
  /** A snapshot is judged in turns: peers and the operator are answered meanwhile. */
  readonly turns: Turns
  /** So many entries of the state are in memory at a time; absent: 5,000. */
  readonly entriesAtOnce?: number
  readonly log: Logger
}
