import type { GossipSub } from '@libp2p/gossipsub'

type Ids = { readonly messageIDs: readonly Uint8Array[] }
type Control = Readonly<Record<'ihave' | 'iwant' | 'graft' | 'prune' | 'idontwant', readonly object[]>>
/** A message of gossip, as far as it matters here. */
export type Rpc = {
  readonly subscriptions: readonly object[]
  readonly messages: readonly { readonly data?: Uint8Array | undefined }[]
  readonly control?: Control | undefined
}

/** Of our own Gossip: what leaves passes here. */
type Leaving = {
  sendRpc: (peer: string, rpc: Rpc) => boolean
  pushGossip: (peer: string, ihave: Ids) => void
}

/**
 * Has a gossip send nothing that its peers would not decode. They take so many of each thing in one message, and so many
 * bytes; the library answers a wish for many messages by one message with all of them, and lists every id that it has.
 */
export function sendInPieces<T extends GossipSub>(gossip: T, most: number, bytes: number): T {
  const leaving = gossip as unknown as Leaving
  const [send, push] = [leaving.sendRpc.bind(gossip), leaving.pushGossip.bind(gossip)]
  leaving.sendRpc = (peer, rpc) => piecesOf(rpc, most, bytes).every((piece) => send(peer, piece))
  // The ids are in no order already: other peers hear of others.
  leaving.pushGossip = (peer, ihave) => push(peer, { ...ihave, messageIDs: ihave.messageIDs.slice(0, most) })
  return gossip
}

/** The same in as few messages as have at most `most` of each thing and `bytes` of payload; one that is short stays as it is. */
export function piecesOf(rpc: Rpc, most: number, bytes: number): readonly Rpc[] {
  const messages = groupsOf(rpc.messages, most, ({ data }) => (data?.length ?? 0) + 256, bytes)
  const wishes = (rpc.control?.iwant ?? []).flatMap((wish) => idGroups(wish as Ids, most))
  if (messages.length <= 1 && wishes.length <= 1) return [rpc]
  const first = { ...rpc, messages: messages[0] ?? [], ...withWish(rpc.control, wishes[0]) }
  const more = messages.slice(1).map((group): Rpc => ({ subscriptions: [], messages: group }))
  const wanted = wishes.slice(1).map((wish): Rpc => ({ ...nothing(), ...withWish(undefined, wish) }))
  return [first, ...more, ...wanted]
}

const nothing = () => ({ subscriptions: [], messages: [] })

function withWish(control: Control | undefined, wish: Ids | undefined): { control?: Control } {
  if (!control && !wish) return {}
  const none = { ihave: [], graft: [], prune: [], idontwant: [] }
  return { control: { ...none, ...control, iwant: wish ? [wish] : [] } }
}

const idGroups = ({ messageIDs }: Ids, most: number): readonly Ids[] =>
  groupsOf(messageIDs, most, () => 0, 1).map((group) => ({ messageIDs: group }))

/** In order; each with at most so many, and no heavier than `weight` unless one alone is. */
function groupsOf<T>(
  list: readonly T[],
  most: number,
  weigh: (one: T) => number,
  weight: number,
): readonly T[][] {
  const groups: T[][] = []
  let heavy = 0
  for (const one of list) {
    const last = groups.at(-1)
    const isFull = !last || last.length >= most || heavy + weigh(one) > weight
    if (isFull) groups.push([one])
    else last.push(one)
    heavy = (isFull ? 0 : heavy) + weigh(one)
  }
  return groups
}
