import type {
  CreditStanding,
  CreditWindow,
  DraftAnswer,
  NodeBlock,
  NodeOutput,
  NodePeers,
  NodeRecord,
  NodeRoster,
  NodeStatus,
  NodeTransaction,
  NoticeAnswer,
  Question,
  SubmitAnswer,
} from '@vc/client'
import type { ClaimDesk } from '../chain/claim-desk.ts'
import type { ConfigurationDesk } from '../configuration/configuration-desk.ts'
import type { CustodyDesk } from '../custody/custody-desk.ts'
import type { MembersDesk } from '../custody/members-desk.ts'

/** What the RPC methods may ask of the node. Everything but waiting answers at once. */
export type NodeFace = Pick<ClaimDesk, 'submitClaim'> &
  CustodyDesk &
  MembersDesk &
  ConfigurationDesk & {
    readonly status: () => NodeStatus
    readonly blockAt: (height: number) => NodeBlock | undefined
    readonly blockOf: (hash: Uint8Array) => NodeBlock | undefined
    readonly output: (txid: Uint8Array, index: number) => NodeOutput | undefined
    readonly record: (table: string, key: Uint8Array) => NodeRecord | undefined
    readonly roster: (name: string) => NodeRoster | undefined
    /** On disk when it answers. */
    readonly submit: (transactions: readonly Uint8Array[]) => SubmitAnswer
    /** The same, with one wait for the disk for all that come in one turn. */
    readonly submitSoon: (transactions: readonly Uint8Array[]) => Promise<SubmitAnswer>
    /** Several units, each a transaction or the legs of a bundle, judged one after the other: an answer for each. */
    readonly submitMany: (units: readonly (readonly Uint8Array[])[]) => Promise<readonly SubmitAnswer[]>
    readonly judgeDraft: (draft: Question<'judgeDraft'>) => DraftAnswer
    readonly transaction: (txid: Uint8Array) => NodeTransaction | undefined
    readonly creditStanding: () => CreditStanding
    readonly creditWindows: (amounts: readonly bigint[]) => readonly CreditWindow[]
    readonly replaceCreditPolicy: (policy: CreditStanding['policy']) => void
    readonly giveNotice: (asked: Question<'giveNotice'>) => NoticeAnswer
    /** Calls back after each new head; gives the function that ends it. */
    readonly onHead: (listener: () => void) => () => void
  }

/** The same with what is known of peers. */
export type WatchedFace = NodeFace & { readonly peers: () => NodePeers }
