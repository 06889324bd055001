import { assert, must } from '@vc/kernel'
import { equalBytes } from './bytes.ts'
import { sha256, sha256Into } from './hash.ts'

const leafMark = 0
const nodeMark = 1
const hashBytes = 32

/** What `verifyInclusion` looks at; `leaf` is the entry itself, not its hash; `size` is the number of leaves. */
export type Inclusion = {
  readonly root: Uint8Array
  readonly leaf: Uint8Array
  readonly index: number
  readonly size: number
  readonly proof: readonly Uint8Array[]
}

/** Root of the Merkle tree of RFC 9162 over the entries in order: leaf 0x00, node 0x01, SHA256("") when empty. */
export function merkleRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256(new Uint8Array())
  const level = leafLevel(leaves)
  for (let size = leaves.length; size > 1; size = raise(level, size));
  return level.slice(0, hashBytes)
}

/** The hashes, from the leaf up, that lead from the entry at `index` to the root (RFC 9162, 2.1.3). */
export function inclusionProof(leaves: readonly Uint8Array[], index: number): readonly Uint8Array[] {
  assert(Number.isInteger(index) && index >= 0 && index < leaves.length, 'index of a leaf')
  const proof: Uint8Array[] = []
  const level = leafLevel(leaves)
  let at = index
  for (let size = leaves.length; size > 1; size = raise(level, size)) {
    const sibling = at % 2 === 0 ? at + 1 : at - 1
    if (sibling < size) proof.push(level.slice(hashBytes * sibling, hashBytes * (sibling + 1)))
    at = Math.floor(at / 2)
  }
  return proof
}

/** Whether the proof leads from the leaf to the root in a tree of that size; proofs too short or long give false. */
export function verifyInclusion({ leaf, ...rest }: Inclusion): boolean {
  return verifyHashInclusion({ ...rest, hash: leafHash(leaf) })
}

/** The same from the hash of the leaf. */
export function verifyHashInclusion({
  root,
  hash: start,
  index,
  size,
  proof,
}: Omit<Inclusion, 'leaf'> & { readonly hash: Uint8Array }): boolean {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false
  if (start.length !== 32) return false
  let hash = start
  let used = 0
  for (let at = index, last = size - 1; last > 0; at = Math.floor(at / 2), last = Math.floor(last / 2)) {
    if (at % 2 === 0 && at === last) continue
    const sibling = proof[used]
    if (sibling?.length !== 32) return false
    hash = at % 2 === 0 ? nodeHash(hash, sibling) : nodeHash(sibling, hash)
    used += 1
  }
  return used === proof.length && equalBytes(hash, root)
}

/** The hashes of the leaves, one after the other. */
function leafLevel(leaves: readonly Uint8Array[]): Uint8Array {
  const level = new Uint8Array(hashBytes * leaves.length)
  for (let i = 0; i < leaves.length; i += 1) {
    sha256Into(marked(must(leaves[i], 'a leaf')), level, hashBytes * i)
  }
  return level
}

/** Puts the level above in the place of a level of so many nodes and gives its size; a last one alone rises as it is. */
function raise(level: Uint8Array, size: number): number {
  const half = hashBytes / 2
  for (let left = 0; left + 1 < size; left += 2) {
    for (let i = 0; i < 2 * hashBytes; i += 1) node[1 + i] = level[hashBytes * left + i] ?? 0
    sha256Into(node, level, half * left)
  }
  if (size % 2 === 1) level.copyWithin(half * (size - 1), hashBytes * (size - 1), hashBytes * size)
  return Math.ceil(size / 2)
}

const leafHash = (leaf: Uint8Array) => sha256(marked(leaf))

/** Most leaves are hashes themselves: those are marked in the same memory. */
const markedHash = new Uint8Array(1 + hashBytes)

function marked(leaf: Uint8Array): Uint8Array {
  const bytes = leaf.length === hashBytes ? markedHash : new Uint8Array(1 + leaf.length)
  bytes[0] = leafMark
  bytes.set(leaf, 1)
  return bytes
}

/** Every node is hashed in the same memory. */
const node = Uint8Array.of(nodeMark, ...new Uint8Array(2 * hashBytes))

function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  node.set(left, 1)
  node.set(right, 1 + hashBytes)
  return sha256(node)
}
