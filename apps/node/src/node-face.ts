import type { NodeBlock, NodeOutput, NodeStatus, NodeTransaction } from '@vc/client'
import { blockHash, type ConfigurationDocument, configurationId, encodeConfiguration } from '@vc/consensus'
import { toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { totals, viewOf } from '@vc/ledger'
import type { Chain } from './chain/chain.ts'
import type { ClaimDesk } from './chain/claim-desk.ts'
import type { Mempool } from './chain/mempool.ts'
import type { ConfigurationDesk } from './configuration/configuration-desk.ts'
import type { CustodyDesk } from './custody/custody-desk.ts'
import type { MembersDesk } from './custody/members-desk.ts'
import { draftAnswerOf } from './draft-answer.ts'
import type { CorePort } from './network/port.ts'
import type { CreditGate } from './policy/credit-gate.ts'
import type { NodeFace } from './rpc/node-face.ts'
import { submitting } from './submitting.ts'
import type { Turns } from './turns.ts'

/** The node as its RPC methods see it: the head's state in the shapes of the client. */
export function nodeFace(of: {
  readonly chain: Chain
  readonly mempool: Mempool
  readonly backend: string
  readonly listeners: Set<() => void>
  readonly port: CorePort
  readonly soon: (act: () => void) => void
  readonly turns?: Turns | undefined
  readonly credit: CreditGate
  readonly giveNotice: NodeFace['giveNotice']
  readonly custody: CustodyDesk & MembersDesk
  readonly claims: Pick<ClaimDesk, 'submitClaim'>
  readonly configuration: ConfigurationDesk
}): NodeFace {
  const { chain, mempool, listeners, credit, giveNotice, custody } = of
  const view = () => viewOf(chain.state, { height: chain.head.height + 1 })
  const blockOf = (hash: Uint8Array) => blockAnswer(chain, hash)
  return {
    status: () => statusOf(chain, mempool, of.backend),
    blockOf,
    blockAt: (height) => {
      const hash = chain.blocks.hashAt(height)
      return hash && blockOf(hash)
    },
    output: (txid, index) => {
      const output = view().findOutput({ txid, index })
      return output && { ...shown({ ...output, txid, index }) }
    },
    record: (table, key) => {
      const entry = view().findRecord(table, key)
      return (
        entry && { value: toHex(entry.value), txid: toHex(entry.holder.txid), holder: named(entry.holder) }
      )
    },
    roster: (name) => {
      const roster = view().findRoster(name)
      return roster && { outpoint: named(roster.outpoint), keys: roster.keys.map((key) => toHex(key)) }
    },
    ...submitting(of),
    judgeDraft: (draft) => draftAnswerOf(draft, chain, mempool),
    transaction: (txid) => transactionAnswer(chain, mempool, txid),
    ...custody,
    submitClaim: of.claims.submitClaim,
    ...of.configuration,
    creditStanding: credit.standing,
    creditWindows: credit.windows,
    replaceCreditPolicy: credit.replace,
    giveNotice,
    onHead: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const named = ({ txid, index }: { txid: Uint8Array; index: number }) => ({ txid: toHex(txid), index })

type Found = { readonly txid: Uint8Array; readonly index: number } & NonNullable<
  ReturnType<ReturnType<typeof viewOf>['findOutput']>
>
function shown({ txid, index, element, amount, script, layer, kind, height }: Found): NodeOutput {
  const facts = { element, amount: String(amount), script: toHex(script), layer, kind, height }
  return { ...named({ txid, index }), ...facts }
}

function statusOf(chain: Chain, mempool: Mempool, backend: string): NodeStatus {
  const { head, configuration } = chain
  const { justified, final } = chain.finality
  const { time, stateHash } = head.header
  const point = ({ height, hash }: { height: number; hash: Uint8Array }) => ({ height, hash: toHex(hash) })
  return {
    network: toHex(chain.network),
    ...documentOf(configuration),
    protocol: 1,
    parameters: { ...configuration.parameters },
    genesisTime: chain.genesisTime,
    head: { ...point(head), time, stateHash: toHex(stateHash) },
    justified: point(justified),
    final: point(final),
    ...(chain.joined ? { joined: point(chain.joined) } : {}),
    mempool: mempool.size(),
    totals: totals(chain.state).map(String),
    backend,
  }
}

/** Asked with every status, and the same for months. */
function documentOf(document: ConfigurationDocument) {
  const known = shownDocuments.get(document)
  const made = known ?? {
    configurationId: toHex(configurationId(document)),
    configuration: toHex(encodeConfiguration(document)),
  }
  if (!known) shownDocuments.set(document, made)
  return made
}
const shownDocuments = new WeakMap<
  ConfigurationDocument,
  { readonly configurationId: string; readonly configuration: string }
>()

function blockAnswer(chain: Chain, hash: Uint8Array): NodeBlock | undefined {
  const header = chain.blocks.header(hash)
  const bytes = header && chain.blocks.bytesOf(hash)
  if (!header || !bytes) return undefined
  const { height, time } = header
  const final = height <= chain.finality.final.height
  return { height, hash: toHex(blockHash(header)), time, bytes: toHex(bytes), final }
}

function transactionAnswer(chain: Chain, mempool: Mempool, txid: Uint8Array): NodeTransaction | undefined {
  const height = chain.blocks.heightOfTransaction(txid)
  if (height === undefined) return mempool.has(toHex(txid)) ? { state: 'mempool' } : undefined
  const hash = must(chain.blocks.hashAt(height), 'the chain has all its heights')
  return { state: 'block', height, hash: toHex(hash), final: height <= chain.finality.final.height }
}
