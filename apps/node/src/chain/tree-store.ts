import type { Header } from '@vc/consensus'
import { blockHash, encodeHeader } from '@vc/consensus'
import type { Store, Write } from '../storage/store.ts'
import { be32 } from './chain-store.ts'

export type Body = 'missing' | 'good' | 'invalid'
/** A header above the final block, and what this node knows of it. */
export type TreeEntry = { readonly hash: Uint8Array; readonly isLate: boolean; readonly body: Body }

const bodies: readonly Body[] = ['missing', 'good', 'invalid']

/** The header itself goes to its own space: fork rules find it by its hash. */
export function treeWrites(header: Header, { isLate, body }: Omit<TreeEntry, 'hash'>): Write[] {
  const hash = blockHash(header)
  const value = Uint8Array.of(isLate ? 1 : 0, bodies.indexOf(body))
  return [
    { space: 'tree', key: treeKey(header.height, hash), value },
    { space: 'header', key: hash, value: encodeHeader(header) },
  ]
}

/** What is known above a height, lower ones first. */
export function readTree(store: Store, above: number): readonly TreeEntry[] {
  return [...store.range('tree', be32(above + 1))].map(([key, value]) => ({
    hash: key.slice(4),
    isLate: value[0] === 1,
    body: bodies[value[1] ?? 0] ?? 'missing',
  }))
}

/** Lets go of the entries up to a height; `lost`: names of blocks that are on no branch any more. */
export function pruneWrites(store: Store, upTo: number, lost: readonly Uint8Array[]): Write[] {
  const old = [...store.range('tree', be32(0), be32(upTo + 1))].map(([key]) => key)
  return [
    ...old.map((key): Write => ({ space: 'tree', key, value: undefined })),
    ...lost.flatMap((key): Write[] => [
      { space: 'block', key, value: undefined },
      { space: 'header', key, value: undefined },
    ]),
  ]
}

export function treeKey(height: number, hash: Uint8Array): Uint8Array {
  const key = new Uint8Array(4 + hash.length)
  key.set(be32(height))
  key.set(hash, 4)
  return key
}
