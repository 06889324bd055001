import { z } from 'zod'
import { smallHex as hex } from './hex.ts'

const id = z.string().regex(/^[0-9a-f]{64}$/)
const height = z.number().int().nonnegative()
const tip = z.object({ height, hash: id })

/**
 * Whether blocks become final (consensus.md 14): `seen` is false when fewer voters are in reach than a checkpoint
 * needs, or when nothing became final for long.
 */
export const finalityAnswer = z.object({
  seen: z.boolean(),
  votersInReach: height,
  voters: height,
  quorum: height,
  /** Seconds since a newer block became final. */
  age: z.number().nonnegative(),
})
export type NodeFinality = z.infer<typeof finalityAnswer>

/** Where the node stands. `parameters`: those of the configuration document in force, by their names in it. */
export const statusAnswer = z.object({
  network: id,
  configurationId: id,
  /** Canonical bytes of that document: an auditor compares their id with what blocks say. */
  configuration: hex.optional(),
  protocol: z.literal(1),
  parameters: z.record(z.string(), z.unknown()),
  genesisTime: z.number().int(),
  head: z.object({ height, hash: id, time: z.number().int(), stateHash: id }),
  justified: tip,
  final: tip,
  finality: finalityAnswer.optional(),
  /** The block of the snapshot that it joined from: it has not checked what lies below. */
  joined: tip.optional(),
  /** The newest of Bitcoin's headers here, where the network's randomness or claims come from there; fresh: a source called it the newest within the last minute. */
  bitcoin: z.object({ height, hash: id, isFresh: z.boolean() }).optional(),
  /** How far it has come while it joins from a snapshot; then it answers nothing else. */
  joining: z.object({ headers: height, ofHeaders: height, chunks: height, ofChunks: height }).optional(),
  mempool: z.number().int().nonnegative(),
  totals: z.array(z.string().regex(/^\d+$/)).length(9),
  backend: z.string(),
})
export type NodeStatus = z.infer<typeof statusAnswer>

/** The node and its peers, for its operator. `ailments`: what is wrong with the node; nothing when it is well. */
export const peersAnswer = z.object({
  self: z.object({ peer: z.string(), addresses: z.array(z.string()) }).optional(),
  peers: z.array(
    z.object({
      peer: id,
      address: z.string(),
      inbound: z.boolean(),
      score: z.number(),
      head: height,
      final: height,
      configId: id,
      skewMs: z.number(),
      inReach: z.boolean(),
    }),
  ),
  /** Keys of the members with the voter role, and whether each is in reach. */
  voters: z.array(z.object({ peer: id, stakeKey: id, inReach: z.boolean() })),
  ailments: z.array(z.string()),
  offences: z.number().int().nonnegative(),
  clockSkew: z.number().optional(),
})
export type NodePeers = z.infer<typeof peersAnswer>

/** A block as it travels: `bytes` is hex of the whole block. */
export const blockAnswer = z.object({
  height,
  hash: id,
  time: z.number().int(),
  bytes: hex,
  final: z.boolean(),
})
export type NodeBlock = z.infer<typeof blockAnswer>

/** An unspent output; `amount` is a decimal string in smallest units. */
export const outputAnswer = z.object({
  txid: id,
  index: z.number().int().nonnegative(),
  element: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  amount: z.string().regex(/^\d+$/),
  script: hex,
  layer: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  kind: z.number().int().min(0).max(6),
  height,
})
export type NodeOutput = z.infer<typeof outputAnswer>

/** The newest value of a record: `txid` and `holder` name the output that must be spent to write it again. */
export const recordAnswer = z.object({
  value: hex,
  txid: id,
  holder: z.object({ txid: id, index: z.number().int().nonnegative() }),
})
export type NodeRecord = z.infer<typeof recordAnswer>

export const rosterAnswer = z.object({
  outpoint: z.object({ txid: id, index: z.number().int().nonnegative() }),
  keys: z.array(hex),
})
export type NodeRoster = z.infer<typeof rosterAnswer>

/** Why the node says no: a stable code and its facts. `transaction` is the number of the leg at fault. */
export const submitAnswer = z.discriminatedUnion('accepted', [
  z.object({ accepted: z.literal(true), txids: z.array(id) }),
  z.object({
    accepted: z.literal(false),
    refusal: z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) }),
    transaction: z.number().int().nonnegative().optional(),
  }),
])
export type SubmitAnswer = z.infer<typeof submitAnswer>

const sums = z.array(z.string().regex(/^\d+$/)).length(9)

/** What the node would say now to a draft that all have signed who are asked, and the nine totals before and after it. */
export const draftAnswer = z.discriminatedUnion('accepted', [
  z.object({ accepted: z.literal(true), height, before: sums, after: sums }),
  z.object({
    accepted: z.literal(false),
    height,
    refusal: z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) }),
    transaction: z.number().int().nonnegative().optional(),
  }),
])
export type DraftAnswer = z.infer<typeof draftAnswer>

export const transactionAnswer = z.object({
  state: z.enum(['mempool', 'block']),
  height: height.optional(),
  hash: id.optional(),
  final: z.boolean().optional(),
})
export type NodeTransaction = z.infer<typeof transactionAnswer>

/** What the node produces with, and the commitment that one more stake under its key is registered with; null: it only follows. */
export const producerAnswer = z.object({ producerKey: id, commitment: id }).nullable()
export type NodeProducer = z.infer<typeof producerAnswer>

/**
 * Members in force at the head's state, and when its last `window` blocks saw each: the newest block that it made, the newest
 * that recorded a vote of it. `stake`: under its key, as may win the next slot, a decimal string in smallest units.
 */
export const membersAnswer = z.object({
  height,
  window: height,
  members: z.array(
    z.object({
      peer: hex,
      certificateHash: id,
      stakeKey: id,
      roles: z.number().int().min(1).max(255),
      isSuspended: z.boolean(),
      stake: z.string().regex(/^\d+$/),
      lastBlock: height.optional(),
      lastVote: height.optional(),
    }),
  ),
})
export type NodeMembers = z.infer<typeof membersAnswer>

/** A payment of shares signed by the producer's key, or why it was not signed. */
export const sharesAnswer = z.discriminatedUnion('signed', [
  z.object({ signed: z.literal(true), transaction: hex }),
  z.object({
    signed: z.literal(false),
    refusal: z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) }),
  }),
])
export type SharesAnswer = z.infer<typeof sharesAnswer>
