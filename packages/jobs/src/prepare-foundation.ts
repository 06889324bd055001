import { z } from 'zod'
import { defineJob } from './define-job.ts'

const key = z.string().regex(/^(?:[0-9a-f]{64}|[0-9a-f]{66})$/)
const group = z.enum(['admission', 'council'])
const bytes32 = z.string().regex(/^[0-9a-f]{64}$/)
/** A member's record: `key` is the key of its node on the network; roles are a sum of 1 producer, 2 voter, 4 regulator. */
const member = { key: bytes32, certificateHash: bytes32, stakeKey: bytes32, roles: z.int().min(1).max(7) }
const amount = z.string().regex(/^\d{1,16}$/)

/** What somebody proposes to the foundation groups: keys in hex, amounts in smallest units as decimals. */
export const foundationAsk = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('group.add'), group, key }),
  z.strictObject({ kind: z.literal('group.remove'), group, key }),
  z.strictObject({ kind: z.literal('group.replace'), group, key, newKey: key }),
  z.strictObject({
    kind: z.literal('agent.appoint'),
    key,
    /** Key of the agent above it; empty: the admission group. */
    parent: z.union([key, z.literal('')]),
    ceiling: amount,
    powers: z.int().min(1).max(7),
  }),
  z.strictObject({ kind: z.literal('agent.strike'), key }),
  z.strictObject({ kind: z.literal('credit.grant'), key, amount }),
  z.strictObject({ kind: z.literal('member.admit'), ...member }),
  z.strictObject({ kind: z.literal('member.change'), ...member }),
  z.strictObject({ kind: z.literal('member.end'), key: bytes32 }),
  /** A community's chain that the network lists, or another record of one: `key` is its id, `keys` speak for it. */
  z.strictObject({
    ...{ kind: z.literal('chain.list'), key: bytes32, genesis: bytes32 },
    level: z.int().min(1).max(255),
    keys: z.array(key).min(1).max(64),
  }),
])
export type FoundationAsk = z.infer<typeof foundationAsk>

/** Draft what was proposed, once the operating key has paid for it: then it waits for the people who must sign. */
export const prepareFoundation = defineJob({
  name: 'prepare-foundation',
  payload: z.object({ proposalId: z.uuid(), organisationId: z.uuid(), ask: foundationAsk }),
  key: ({ proposalId }) => proposalId,
})

/** The key of the promise that a proposal is. */
export const foundationKey = (proposalId: string): string => `foundation-${proposalId}`
