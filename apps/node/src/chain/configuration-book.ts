import {
  ballotsFor,
  blockHash,
  type ConfigurationDocument,
  configurationId,
  encodeConfiguration,
  encodeProposal,
  type Header,
  judgeProposal,
  nextConfiguration,
  type Proposal,
  type ProposalCode,
  parseConfiguration,
  parseProposal,
  proposalId,
} from '@vc/consensus'
import { toHex, utf8 } from '@vc/crypto'
import { must, ok, type Result, refuse } from '@vc/kernel'
import type { Refusal } from '@vc/ledger'
import type { Store } from '../storage/store.ts'
import type { ChainStore } from './chain-store.ts'

const CHOICE = utf8('configuration-choice')

/** The configurations and proposals that this node has, and what follows from them on each branch (configuration.md). */
export type ConfigurationBook = {
  /** In force for a block on this one, by the branch's own votes. */
  readonly after: (hash: Uint8Array) => ConfigurationDocument
  readonly find: (id: Uint8Array) => ConfigurationDocument | undefined
  readonly proposals: () => readonly Proposal[]
  /** Bytes of a document that peers may ask for. */
  readonly bytesOf: (id: Uint8Array) => Uint8Array | undefined
  /** Takes a proposal whose origin is at hand. */
  readonly propose: (bytes: Uint8Array) => Result<Proposal, Refusal<ProposalCode>>
  /** The operator's choice: the own blocks vote for these, hex ids, in this order. */
  readonly choose: (ids: readonly string[]) => void
  readonly chosen: () => readonly string[]
  /** What the own block of a height votes for. */
  readonly ballots: (height: number) => readonly Uint8Array[]
}

/** `headerOn`: the header of a height on the branch of a block. */
export function openConfigurationBook(of: {
  readonly store: Store
  readonly blocks: ChainStore
  readonly first: ConfigurationDocument
  readonly headerOn: (hash: Uint8Array, height: number) => Header | undefined
}): ConfigurationBook {
  const { store, blocks, headerOn } = of
  const versions = new Map([[toHex(configurationId(of.first)), of.first]])
  const proposals = new Map<string, Proposal>()
  for (const [key, bytes] of store.range('document', new Uint8Array([0]))) {
    const proposal = parseProposal(bytes)
    const version = parseConfiguration(bytes)
    if (proposal.ok) proposals.set(toHex(key), proposal.value)
    if (version.ok) versions.set(toHex(key), version.value)
  }
  let chosen = readChoice(store)
  const keep = (key: Uint8Array, value: Uint8Array) => store.commit([{ space: 'document', key, value }])
  const adopt = (document: ConfigurationDocument): ConfigurationDocument => {
    const id = configurationId(document)
    if (!versions.has(toHex(id))) keep(id, encodeConfiguration(document))
    versions.set(toHex(id), document)
    return document
  }
  const after = (hash: Uint8Array): ConfigurationDocument => {
    const header = must(blocks.header(hash), 'a block of the tree has its header')
    const inForce = must(versions.get(toHex(header.configId)), 'a valid block has a known configuration')
    const height = header.height + 1
    const due = [...proposals.values()].filter(({ from }) => from === height)
    if (due.length === 0) return inForce
    const headerAt = (at: number) => headerOn(blockHash(header), at)
    const next = nextConfiguration({ height, inForce, proposals: due, headerAt })
    return next.kind === 'changes' || next.kind === 'beyond' ? adopt(next.configuration) : inForce
  }
  return {
    after,
    find: (id) => versions.get(toHex(id)),
    proposals: () => [...proposals.values()],
    bytesOf: (id) => {
      const version = versions.get(toHex(id))
      const proposal = proposals.get(toHex(id))
      if (version) return encodeConfiguration(version)
      return proposal && encodeProposal(proposal)
    },
    propose: (bytes) => {
      const parsed = parseProposal(bytes)
      if (!parsed.ok) return parsed
      const proposal = parsed.value
      const origin = versions.get(proposal.origin)
      const wrong = origin
        ? judgeProposal(proposal, origin)
        : { code: 'proposal-origin' as const, facts: { origin: proposal.origin } }
      if (wrong) return refuse(wrong)
      const id = proposalId(proposal)
      if (!proposals.has(toHex(id))) keep(id, bytes)
      proposals.set(toHex(id), proposal)
      return ok(proposal)
    },
    choose: (ids) => {
      store.commit([{ space: 'meta', key: CHOICE, value: Buffer.from(ids.join('')) }])
      chosen = [...ids]
    },
    chosen: () => chosen,
    ballots: (height) =>
      ballotsFor(
        chosen.flatMap((id) => proposals.get(id) ?? []),
        height,
      ),
  }
}

function readChoice(store: Store): readonly string[] {
  const bytes = store.get('meta', CHOICE)
  return bytes ? (Buffer.from(bytes).toString('latin1').match(/.{64}/g) ?? []) : []
}
