import { type Header, headerInOwnMemory } from '../codec/header.ts'
import type { ConfigurationDocument } from '../configuration/document.ts'
import { nextConfiguration } from '../configuration/next-configuration.ts'
import type { Proposal } from '../configuration/proposal.ts'

/** The configuration of each height of one chain, from its first and the chain's own votes on these proposals. */
export type RulesAlong = {
  /** In force for the next block. */
  readonly next: () => ConfigurationDocument
  readonly add: (header: Header) => void
}

export function rulesAlong(first: ConfigurationDocument, proposals: readonly Proposal[]): RulesAlong {
  let inForce = first
  const counted = new Map<number, Header>()
  const isCounted = (height: number) => proposals.some(({ vote }) => vote.from <= height && height <= vote.to)
  return {
    next: () => inForce,
    add: (header) => {
      if (isCounted(header.height)) counted.set(header.height, headerInOwnMemory(header))
      const height = header.height + 1
      const next = nextConfiguration({ height, inForce, proposals, headerAt: (at) => counted.get(at) })
      if ('configuration' in next) inForce = next.configuration
    },
  }
}
