import { NodeCallError, type ProposalVerdict } from '@vc/client'
import { fixedParameters } from '@vc/consensus'
import { z } from 'zod'
import { askNode } from '../../ask-node.ts'
import { auditIn } from '../../audit.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'

const height = z.int().min(0).max(0xffffffff)
const both = (most: number) => {
  const text = z.string().trim().min(1).max(most)
  return z.strictObject({ en: text, zh: text })
}
const values = z.record(z.string().max(64), z.json())

/** A proposal as an operator writes it (configuration.md 1): origin and target follow from what is in force. */
export const proposalDraftInput = z.strictObject({
  title: both(200),
  reason: both(8_000),
  group: z.string().trim().min(1).max(64).nullable(),
  vote: z.strictObject({ from: height, to: height, threshold: z.int().min(0).max(1_000) }),
  from: height,
  protocol: z.int().min(1).max(0xffffffff),
  changes: values,
  trial: values,
})

/** Versions, proposals and choices of the portal's node, and what a new proposal must keep to. Null while the node does not answer. */
export const configurationRoute = allowed('network.node', reads).query(async ({ ctx: { client } }) => {
  try {
    return { ...(await client.configuration()), fixed: fixedParameters }
  } catch (error) {
    if (error instanceof NodeCallError) return null
    throw error
  }
})

/** Judges a draft by the node; nothing is kept. A refusal names the field. */
export const checkProposalRoute = allowed('network.vote', reads)
  .input(proposalDraftInput)
  .query(({ ctx, input }) => askNode(() => ctx.client.checkProposal(JSON.stringify(input))))

/** The last 1,000 blocks judged again by the node with other values: how many would have been refused, by what rule. */
export const previewConfigurationRoute = allowed('network.vote', reads)
  .input(z.strictObject({ changes: values }))
  .query(({ ctx, input: { changes } }) =>
    askNode(() => ctx.client.previewConfiguration({ changes, blocks: 1_000 })),
  )

/** Gives a proposal to the portal's node, which hands it on to all others; its id. Refused as the node refuses it. */
export const proposeConfigurationRoute = allowed('network.vote', {
  stepUp: 'key',
  idempotency: 'same-result',
  audit: 'decision',
})
  .input(proposalDraftInput)
  .mutation(async ({ ctx, input }) => {
    const { head } = await askNode(ctx.client.status)
    return ctx.db.transaction(async (tx) => {
      await auditIn(tx, ctx, { subject: JSON.stringify(input), ledgerHeight: BigInt(head.height) })
      return idOf(await askNode(() => ctx.client.propose(JSON.stringify(input))))
    })
  })

function idOf(verdict: ProposalVerdict) {
  if (!verdict.accepted) throw refusalToError(verdict.refusal)
  return { id: verdict.id }
}

/** The operator's choice for the portal's node: its blocks vote for a proposal, it stays with the old rules, or neither. */
export const chooseProposalRoute = allowed('network.vote', {
  stepUp: 'key',
  idempotency: 'same-result',
  audit: 'decision',
})
  .input(
    z.strictObject({
      proposal: z.string().regex(/^[0-9a-f]{64}$/),
      choice: z.enum(['vote', 'stay']).nullable(),
    }),
  )
  .mutation(async ({ ctx, input }) => {
    const { head } = await askNode(ctx.client.status)
    return ctx.db.transaction(async (tx) => {
      await auditIn(tx, ctx, { subject: JSON.stringify(input), ledgerHeight: BigInt(head.height) })
      const answer = await askNode(() => ctx.client.chooseProposal(input))
      if (!answer.accepted) throw refusalToError(answer.refusal)
      return { choice: answer.choice }
    })
  })
