import {
  ballotsFor,
  type ConfigurationDocument,
  configurationId,
  encodeConfiguration,
  encodeProposal,
  type Header,
  judgeProposal,
  nextConfiguration,
  type Parameters,
  PROTOCOL,
  type Proposal,
  type ProposalCode,
  parseConfiguration,
  parseProposal,
  proposalId,
} from '@vc/consensus'
import { fromHex, toHex, utf8 } from '@vc/crypto'
import { must, ok, type Result, refuse } from '@vc/kernel'
import type { Facts, Refusal } from '@vc/ledger'
import type { ChainStore } from '../chain/chain-store.ts'
import type { Store } from '../storage/store.ts'
import { type Choices, openChoices } from './choices.ts'
import { openUnreadBallots } from './unread-ballots.ts'
import { unvotedProposals } from './unvoted-proposals.ts'

/** `proposal-over`: its count has ended. `proposals-many`: this member has 64 open ones already. */
export type ProposeCode = ProposalCode | 'proposal-over' | 'proposals-many'

/** Why a node goes no further than this height (configuration.md 4): its operator stays, it lacks a document, or does not speak the protocol. */
export type Stop = {
  readonly code: 'configuration-stay' | 'configuration-unknown' | 'configuration-beyond'
  /** The first height that it does not build or follow. */
  readonly height: number
  readonly facts: Facts
}

/** Whose proposal it is: a peer's key in hex, or `self`. `isAsked`: this node wanted it by its id, so no limit bounds it. */
export type Sender = { readonly member: string; readonly isAsked?: boolean }

/** The configurations and proposals that this node has, and what follows from them on each branch (configuration.md). */
export type ConfigurationBook = {
  /** In force for a block on this one, by the branch's own votes. */
  readonly after: (hash: Uint8Array) => ConfigurationDocument
  readonly find: (id: Uint8Array) => ConfigurationDocument | undefined
  readonly findProposal: (id: string) => Proposal | undefined
  readonly proposals: () => readonly Proposal[]
  /** Bytes of a document that peers may ask for. */
  readonly bytesOf: (id: Uint8Array) => Uint8Array | undefined
  /** Takes a proposal whose origin is at hand. */
  readonly propose: (bytes: Uint8Array, sender?: Sender) => Result<Proposal, Refusal<ProposeCode>>
  readonly choices: Choices
  /** Takes a version that a known one names as its parent: the hash chain vouches for it. False when none does. */
  readonly takeParent: (document: ConfigurationDocument) => boolean
  /** What the own block of a height votes for. */
  readonly ballots: (height: number) => readonly Uint8Array[]
  /** Stricter values for the own block of a height. */
  readonly trials: (height: number) => readonly Partial<Parameters>[]
  /** Why no block is built or followed on this one. */
  readonly stopAfter: (hash: Uint8Array) => Stop | undefined
  /** A header on the chain: its ballots may be for what is not at hand. */
  readonly note: (header: Header) => void
  /** The most that a block may have by any version or proposal at hand: its own rules judge it when its parent is here. */
  readonly mostBlockBytes: () => number
  /** Lets go of proposals that nobody's block voted for, once so much is final; gives their ids. */
  readonly forgetUnvoted: (final: Header) => readonly string[]
  /** Ids in hex of what ballots name and is not at hand. */
  readonly unread: () => readonly string[]
}

type Asked = { readonly hash: Uint8Array; readonly taken: number; readonly found: ConfigurationDocument }

const MOST_OPEN = 64
const senderKey = (id: string) => utf8(`proposal-sender ${id}`)
const self: Sender = { member: 'self' }

/** `headerOn`: the header of a height on the branch of a block. */
export function openConfigurationBook(of: {
  readonly store: Store
  readonly blocks: ChainStore
  readonly first: ConfigurationDocument
  readonly headerOn: (hash: Uint8Array, height: number) => Header | undefined
}): ConfigurationBook {
  const { store, blocks, headerOn } = of
  const { versions, proposals } = readDocuments(store)
  versions.set(toHex(configurationId(of.first)), of.first)
  const senders = new Map([...proposals.keys()].map((id) => [id, senderOf(store, id)]))
  const choices = openChoices(store)
  const unread = openUnreadBallots((id) => proposals.has(id))
  const adopt = (document: ConfigurationDocument): ConfigurationDocument => {
    const id = configurationId(document)
    const write = { space: 'document', key: id, value: encodeConfiguration(document) } as const
    if (!versions.has(toHex(id))) store.commit([write])
    versions.set(toHex(id), document)
    return document
  }
  const decide = (hash: Uint8Array): ConfigurationDocument => {
    const header = must(blocks.header(hash), 'a block of the tree has its header')
    const inForce = must(versions.get(toHex(header.configId)), 'a valid block has a known configuration')
    const height = header.height + 1
    const due = [...proposals.values()].filter(({ from }) => from === height)
    if (due.length === 0) return inForce
    const headerAt = (at: number) => headerOn(hash, at)
    const next = nextConfiguration({ height, inForce, proposals: due, headerAt })
    return next.kind === 'changes' || next.kind === 'beyond' ? adopt(next.configuration) : inForce
  }
  /** The head is asked for again and again; what is in force after a block changes with a proposal that comes late only. */
  let asked: Asked | undefined
  let taken = 0
  const after = (hash: Uint8Array): ConfigurationDocument => {
    if (asked?.hash !== hash || asked.taken !== taken) asked = { hash, taken, found: decide(hash) }
    return asked.found
  }
  const refusalOf = (proposal: Proposal, { member, isAsked }: Sender): Refusal<ProposeCode> | undefined => {
    const origin = versions.get(proposal.origin)
    if (!origin) return { code: 'proposal-origin', facts: { origin: proposal.origin } }
    const wrong = judgeProposal(proposal, origin)
    if (wrong || isAsked) return wrong
    const { height } = must(blocks.head(), 'a founded chain has a head')
    if (proposal.vote.to <= height) return { code: 'proposal-over', facts: { height } }
    const open = [...proposals].filter(([id, { from }]) => from > height && senders.get(id) === member)
    return open.length < MOST_OPEN ? undefined : { code: 'proposals-many', facts: { limit: MOST_OPEN } }
  }
  const mostBlockBytes = () => {
    const limits = [...versions.values()].map(({ parameters }) => parameters.maxBlockBytes)
    return Math.max(...limits, ...[...proposals.values()].map(({ changes }) => changes.maxBlockBytes ?? 0))
  }
  const unvoted = unvotedProposals({
    ...{ proposals, headerOn },
    keptFor: ({ origin }) => versions.get(origin)?.parameters.voteWindow ?? 0,
    forget: (ids) => {
      for (const id of ids) {
        proposals.delete(id)
        senders.delete(id)
        if (choices.of(id)) choices.set(id, undefined)
      }
      store.commit(
        ids.flatMap((id) => [
          { space: 'document', key: fromHex(id), value: undefined },
          { space: 'meta', key: senderKey(id), value: undefined },
        ]),
      )
    },
  })
  const chosen = () => choices.votes().flatMap((id) => proposals.get(id) ?? [])
  return {
    after,
    find: (id) => versions.get(toHex(id)),
    findProposal: (id) => proposals.get(id),
    proposals: () => [...proposals.values()],
    bytesOf: (id) => {
      const [version, proposal] = [versions.get(toHex(id)), proposals.get(toHex(id))]
      return version ? encodeConfiguration(version) : proposal && encodeProposal(proposal)
    },
    propose: (bytes, sender = self) => {
      const parsed = parseProposal(bytes)
      if (!parsed.ok) return parsed
      const key = proposalId(parsed.value)
      const id = toHex(key)
      if (proposals.has(id)) return parsed
      const refusal = refusalOf(parsed.value, sender)
      if (refusal) return refuse(refusal)
      const kept = { space: 'meta', key: senderKey(id), value: utf8(sender.member) } as const
      store.commit([{ space: 'document', key, value: bytes }, kept])
      proposals.set(id, parsed.value)
      taken += 1
      senders.set(id, sender.member)
      return ok(parsed.value)
    },
    takeParent: (document) => {
      const id = toHex(configurationId(document))
      const isNamed = [...versions.values()].some(({ parent }) => parent === id)
      if (isNamed) adopt(document)
      return isNamed
    },
    choices,
    ballots: (height) => ballotsFor(chosen(), height),
    trials: (height) =>
      chosen().flatMap(({ vote, from, trial }) =>
        vote.from <= height && height < from && Object.keys(trial).length > 0 ? trial : [],
      ),
    stopAfter: (hash) => {
      const due = after(hash)
      const height = must(blocks.header(hash), 'a block of the tree has its header').height + 1
      const stay = due.from === height && due.adopted.find((id) => choices.of(id) === 'stay')
      if (stay) return { code: 'configuration-stay', height, facts: { proposal: stay } }
      if (due.protocol > PROTOCOL)
        return { code: 'configuration-beyond', height, facts: { protocol: due.protocol } }
      const lacking = unread.passedBefore(height, due, (at) => headerOn(hash, at))
      return lacking ? { code: 'configuration-unknown', height, facts: { proposal: lacking } } : undefined
    },
    note: unread.note,
    mostBlockBytes,
    forgetUnvoted: unvoted.forget,
    unread: unread.ids,
  }
}

function readDocuments(store: Store) {
  const versions = new Map<string, ConfigurationDocument>()
  const proposals = new Map<string, Proposal>()
  for (const [key, bytes] of store.range('document', new Uint8Array([0]))) {
    const [proposal, version] = [parseProposal(bytes), parseConfiguration(bytes)]
    if (proposal.ok) proposals.set(toHex(key), proposal.value)
    if (version.ok) versions.set(toHex(key), version.value)
  }
  return { versions, proposals }
}

function senderOf(store: Store, id: string): string {
  const bytes = store.get('meta', senderKey(id))
  return bytes ? Buffer.from(bytes).toString('latin1') : self.member
}
