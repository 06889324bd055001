import { toHex } from '@vc/crypto'
import { type ConfigurationDocument, encodeConfiguration } from './document.ts'
import { encodeProposal, type Proposal, proposalId } from './proposal.ts'

/** A commit as a function of its document: every node writes the same one (configuration.md 2). */
export type DocumentCommit = {
  readonly branch: string
  readonly file: 'configuration.json' | 'proposal.json'
  readonly bytes: Uint8Array
  readonly message: string
  readonly author: { readonly name: string; readonly email: string }
  /** Seconds since 1970, at +0000. */
  readonly time: number
}

const author = { name: 'value-debt network', email: 'configuration@network.invalid' }

/** `genesisTime` in seconds since 1970. */
export function commitOf(document: ConfigurationDocument | Proposal, genesisTime: number): DocumentCommit {
  if (document.kind === 'configuration') {
    const message = `Configuration ${document.version}\n`
    const bytes = encodeConfiguration(document)
    return {
      branch: 'main',
      file: 'configuration.json',
      bytes,
      message,
      author,
      time: genesisTime + document.from,
    }
  }
  const id = toHex(proposalId(document))
  const time = genesisTime + document.vote.from
  const branch = `proposal/${id.slice(0, 16)}`
  return {
    branch,
    file: 'proposal.json',
    bytes: encodeProposal(document),
    message: `Proposal ${id}\n`,
    author,
    time,
  }
}
