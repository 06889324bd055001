import { byteText, equalBytes, hash256, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import type { Transaction } from '@vc/ledger'
import type { Blame } from './blame.ts'
import { type CompactBlock, readCompact, rebuilt, shortIdOf } from './compact-block.ts'
import { decodePieces, encodeHashes, encodePartsQuestion } from './messages.ts'
import type { NetworkCore } from './port.ts'
import type { PeerKey, Request, Verdict } from './transport.ts'

/** Blocks put together at once; a further one is dropped, and comes by synchronisation. */
const MOST_AT_ONCE = 64

export type BlockRelay = { readonly receive: (message: Uint8Array, from: PeerKey) => Verdict }

/**
 * Takes short-id blocks: judged by the header alone, handed on, then put together from the mempool and from what the
 * sender is asked for; the whole block is asked when that fails (consensus.md 19).
 */
export function openBlockRelay(of: {
  readonly core: NetworkCore
  readonly ask: (peer: PeerKey, request: Request, question: Uint8Array) => Promise<Uint8Array | undefined>
  readonly blame: Blame
  /** Transactions that have come and are not in the mempool yet. */
  readonly unjudged?: () => Iterable<Uint8Array>
  /** What is thrown while a block is taken is this node's own fault, never the sender's. */
  readonly onFault: (error: unknown) => void
}): BlockRelay {
  const { core, ask, blame, onFault } = of
  const inHand = new Set<string>()
  const bodyOf = async (block: CompactBlock, from: PeerKey) => {
    const parts = await collect(block, from, of)
    const body = parts && rebuilt(block, parts)
    if (body) return body
    const answer = await ask(from, 'blocks', encodeHashes([block.hash]))
    const bytes = answer && decodePieces(answer, 1)?.[0]
    return bytes && { bytes, known: [] }
  }
  const take = async (block: CompactBlock, from: PeerKey) => {
    const name = toHex(block.hash)
    if (inHand.has(name) || inHand.size >= MOST_AT_ONCE) return
    inHand.add(name)
    const body = await bodyOf(block, from).finally(() => inHand.delete(name))
    if (!body) core.bodyMissed(block.hash, from)
    else if (core.receiveBlock(body.bytes, from, body.known).action === 'reject') blame.wrong(from, 'lies')
  }
  return {
    receive: (message, from) => {
      const block = readCompact(message)
      if (!block || !equalBytes(hash256(block.extension), block.header.extRoot)) return 'reject'
      if (core.blockOf(block.hash) !== undefined) return 'ignore'
      const { action } = core.judgeHeaderOf(block.header)
      if (action !== 'reject') void take(block, from).catch(onFault)
      return action
    },
  }
}

/** A transaction of a block: its bytes, or what this node has read. */
type Part = Uint8Array | Transaction

/** The transactions of a block in their order; undefined when the sender does not give what is missing here. */
async function collect(
  block: CompactBlock,
  from: PeerKey,
  { core, ask, unjudged }: Parameters<typeof openBlockRelay>[0],
): Promise<readonly Part[] | undefined> {
  const pooled = core.transactionsByShortId(block.hash, block.shortIds)
  const here = unjudged && pooled.includes(undefined) ? filled(block, pooled, unjudged()) : pooled
  const places = block.shortIds.flatMap((_, place) => (here[place] === undefined ? [place] : []))
  if (places.length === 0) return here.filter((one) => one !== undefined)
  const answer = await ask(from, 'parts', encodePartsQuestion({ block: block.hash, places }))
  const missing = (answer && decodePieces(answer, places.length)) ?? []
  if (missing.length !== places.length) return undefined
  const found = new Map<number, Part | undefined>(places.map((place, at) => [place, missing[at]]))
  return block.shortIds.map((_, place) => here[place] ?? found.get(place)).filter((one) => one !== undefined)
}

/** What is missing, as far as it has come already. */
function filled(
  block: CompactBlock,
  pooled: readonly (Part | undefined)[],
  unjudged: Iterable<Uint8Array>,
): readonly (Part | undefined)[] {
  const come = new Map<string, Uint8Array>()
  for (const bytes of unjudged) come.set(byteText(shortIdOf(block.hash, hash256(bytes))), bytes)
  return pooled.map((one, place) => one ?? come.get(byteText(must(block.shortIds[place], 'one for each'))))
}
