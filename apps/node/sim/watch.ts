import {
  blockHash,
  decodeBlock,
  decodeVote,
  doVotesConflict,
  drawName,
  netValue,
  type Vote,
} from '@vc/consensus'
import { toHex } from '@vc/crypto'
import type { Node } from '../src/node.ts'

/** What must never happen, seen from above by one who sees everything. */
export class Watch {
  readonly failures: string[] = []
  readonly #finals = new Map<number, string>()
  readonly #checked = new Map<string, number>()
  readonly #draws = new Map<string, string>()
  readonly #votes = new Map<string, Vote[]>()
  #net: bigint | undefined

  fail(what: string): void {
    this.failures.push(what)
  }

  /** An honest node: its final blocks are everybody's, they never go back, and value less debt is what it was. */
  look(name: string, node: Node): void {
    const { final } = node.chain.finality
    const before = this.#checked.get(name) ?? 0
    if (final.height < before) this.fail(`${name}: final fell from ${before} to ${final.height}`)
    for (let height = before + 1; height <= final.height; height += 1) this.#compare(name, node, height)
    this.#checked.set(name, Math.max(before, final.height))
    const net = netValue(node.chain.state)
    this.#net ??= net
    if (net !== this.#net) this.fail(`${name}: value less debt is ${net}, was ${this.#net}`)
  }

  #compare(name: string, node: Node, height: number): void {
    const hash = hashAt(node, height) ?? 'missing'
    const known = this.#finals.get(height)
    if (known !== undefined && known !== hash) this.fail(`${name}: two final blocks at ${height}`)
    this.#finals.set(height, hash)
  }

  get highestFinal(): number {
    return Math.max(0, ...this.#finals.keys())
  }

  /** An honest member never signs two headers of one draw. */
  signedBlock(name: string, bytes: Uint8Array): void {
    const decoded = decodeBlock(bytes, bytes.length)
    if (!decoded.ok) {
      this.fail(`${name}: announced what does not parse`)
      return
    }
    const { header } = decoded.value
    const hash = toHex(blockHash(header))
    const known = this.#draws.get(drawName(header))
    if (known !== undefined && known !== hash) this.fail(`${name}: signed a draw twice at ${header.height}`)
    this.#draws.set(drawName(header), hash)
  }

  /** Nor two votes that contradict each other. */
  signedVote(name: string, bytes: Uint8Array): void {
    const vote = decodeVote(bytes)
    if (!vote) {
      this.fail(`${name}: announced a vote that does not parse`)
      return
    }
    const key = toHex(vote.key)
    const mine = this.#votes.get(key) ?? []
    if (mine.some((other) => doVotesConflict(other, vote))) this.fail(`${name}: signed votes that contradict`)
    this.#votes.set(key, [...mine, vote])
  }
}

/** Of the block on its chain, when header and bytes are there. */
function hashAt({ chain: { blocks } }: Node, height: number): string | undefined {
  const hash = blocks.hashAt(height)
  const header = hash && blocks.header(hash)
  return header && blocks.bytesOf(hash) && toHex(blockHash(header))
}
