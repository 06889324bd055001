import type { StoreSize } from '../storage/store.ts'

/** What is watched of a node: numbers that its operator's graphs and alarms are made of. Times in seconds. */
export type NodeFacts = {
  readonly height: number
  /** Hash of the head, hex. */
  readonly head: string
  readonly justified: number
  readonly final: number
  readonly headAge: number
  readonly finalAge: number
  readonly mempool: number
  readonly peers: number
  readonly votersInReach: number
  readonly voters: number
  readonly quorum: number
  /** Undefined without peers. */
  readonly clockSkew: number | undefined
  readonly offences: number
  readonly isSynchronised: boolean
  /** Is Σ value − Σ debt + carry what genesis began with? */
  readonly isConserved: boolean
  /** Does it go no further by the rules that it has (configuration.md 4)? */
  readonly isStopped: boolean
  /** Of the chain's file. */
  readonly store: StoreSize
  readonly blockInterval: number
}
