import { z } from 'zod'

const id = z.string().regex(/^[0-9a-f]{64}$/)
const height = z.int().nonnegative().max(0xffffffff)
const bothLanguages = z.object({ en: z.string(), zh: z.string() })
/** Values of parameters as their document has them. */
const values = z.record(z.string(), z.json())

const versionAnswer = z.object({
  id,
  version: z.int().nonnegative(),
  /** First height in force, and the last; null: still in force. */
  from: height,
  to: height.nullable(),
  protocol: z.int().positive(),
  /** In the node's git repository; null where it has none or not yet. */
  commit: z.string().nullable(),
  adopted: z.array(id),
  /** Against the version before. */
  changes: z.array(z.object({ parameter: z.string(), before: z.json(), after: z.json() })),
})

const proposalAnswer = z.object({
  id,
  title: bothLanguages,
  reason: bothLanguages,
  origin: id,
  group: z.string().nullable(),
  vote: z.object({ from: height, to: height, threshold: z.int() }),
  from: height,
  protocol: z.int().positive(),
  changes: values,
  trial: values,
  /** `soon`, `counting`, `counted` (not in force yet), then `adopted`, `returned`, or `void` (passed, but broke an invariant). */
  state: z.enum(['soon', 'counting', 'counted', 'adopted', 'returned', 'void']),
  /** Would it pass if the count ended with what is counted now? */
  passes: z.boolean(),
  rivals: z.array(id),
  yes: z.int().nonnegative(),
  blocks: z.int().nonnegative(),
  /** Height, blocks for it and blocks counted up to there. */
  points: z.array(z.tuple([height, z.int().nonnegative(), z.int().nonnegative()])),
  /** By the key that made the blocks. */
  voters: z.array(z.object({ key: z.string(), yes: z.int().nonnegative(), blocks: z.int().positive() })),
  /** This node's own choice. */
  choice: z.enum(['vote', 'stay']).nullable(),
})

/** The versions of the configuration on this node's branch, its proposals, and what bounds new ones (configuration.md). */
export const configurationAnswer = z.object({
  height,
  inForce: id,
  /** Spoken by this node. */
  protocol: z.int().positive(),
  parameters: values,
  versions: z.array(versionAnswer),
  proposals: z.array(proposalAnswer),
  /** Why the node goes no further than below this height. */
  stop: z
    .object({
      code: z.enum(['configuration-stay', 'configuration-unknown', 'configuration-beyond']),
      height,
      facts: z.record(z.string(), z.unknown()),
    })
    .nullable(),
})
export type NodeConfiguration = z.output<typeof configurationAnswer>
export type ConfigurationVersion = NodeConfiguration['versions'][number]
export type ConfigurationProposal = NodeConfiguration['proposals'][number]

const refused = z.object({
  accepted: z.literal(false),
  refusal: z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) }),
})

/** Whether a proposal holds; `document` is its one text, `id` the name that ballots have. */
export const proposalVerdict = z.discriminatedUnion('accepted', [
  z.object({ accepted: z.literal(true), id, document: z.string(), branch: z.string() }),
  refused,
])
export type ProposalVerdict = z.output<typeof proposalVerdict>

export const choiceAnswer = z.discriminatedUnion('accepted', [
  z.object({ accepted: z.literal(true), choice: z.enum(['vote', 'stay']).nullable() }),
  refused,
])
export type ChoiceAnswer = z.output<typeof choiceAnswer>

/** Which of the last blocks would have been refused by other values: blocks by the rule, and the lowest height of each. */
export const previewAnswer = z.discriminatedUnion('accepted', [
  z.object({
    accepted: z.literal(true),
    /** Judged again, down to the height `from`. */
    blocks: z.int().nonnegative(),
    from: height,
    refused: z.array(z.object({ code: z.string(), blocks: z.int().positive(), first: height })),
  }),
  refused,
])
export type PreviewAnswer = z.output<typeof previewAnswer>
export const previewQuestion = z.object({ changes: values, blocks: z.int().min(1).max(1_000) })

/** What a chain is judged again with: version 0 and every proposal that a block voted for, as hex of their bytes. */
export const documentsAnswer = z.object({ configuration: z.string(), proposals: z.array(z.string()) })
export type ConfigurationDocuments = z.output<typeof documentsAnswer>

/** At most 64 KiB of UTF-8, checked exactly by the node. */
export const proposalText = z.string().min(2).max(65_536)
export const choiceQuestion = z.object({ proposal: id, choice: z.enum(['vote', 'stay']).nullable() })
