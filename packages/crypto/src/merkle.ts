import { assert, must } from '@vc/kernel'
import { equalBytes } from './bytes.ts'
import { sha256 } from './hash.ts'

const leafMark = 0
const nodeMark = 1

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
  let level = leaves.map(leafHash)
  while (level.length > 1) level = levelAbove(level)
  return must(level[0], 'a tree has a root')
}

/** The hashes, from the leaf up, that lead from the entry at `index` to the root (RFC 9162, 2.1.3). */
export function inclusionProof(leaves: readonly Uint8Array[], index: number): readonly Uint8Array[] {
  assert(Number.isInteger(index) && index >= 0 && index < leaves.length, 'index of a leaf')
  const proof: Uint8Array[] = []
  let at = index
  for (let level = leaves.map(leafHash); level.length > 1; level = levelAbove(level)) {
    const sibling = level[at % 2 === 0 ? at + 1 : at - 1]
    if (sibling !== undefined) proof.push(sibling)
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

function levelAbove(level: readonly Uint8Array[]): Uint8Array[] {
  const above: Uint8Array[] = []
  for (let i = 0; i < level.length; i += 2) {
    const left = must(level[i], 'left node')
    const right = level[i + 1]
    above.push(right === undefined ? left : nodeHash(left, right))
  }
  return above
}

function leafHash(leaf: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + leaf.length)
  bytes[0] = leafMark
  bytes.set(leaf, 1)
  return sha256(bytes)
}

/** Every node is hashed in the same memory. */
const node = Uint8Array.of(nodeMark, ...new Uint8Array(64))

function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  node.set(left, 1)
  node.set(right, 33)
  return sha256(node)
}
