import type { ConfigurationDocument } from '@vc/consensus'
import type { Clock } from '@vc/kernel'
import type { NodeSettings } from '../env.ts'
import { openDiskStore } from '../storage/disk-store.ts'
import { type HeaderBook, openHeaderBook, sourceOf } from './header-book.ts'
import { type FollowParts, keepFollowing } from './keep-following.ts'
import { bitcoinRpc } from './rpc.ts'

/** Bitcoin's headers in a store of their own, where the configuration asks for them. */
export function openBitcoin(
  { bitcoinPath }: NodeSettings,
  { parameters }: ConfigurationDocument,
  clock: Clock,
): HeaderBook | undefined {
  return sourceOf(parameters) && openHeaderBook(parameters, openDiskStore(bitcoinPath), clock)
}

/** Follows them of the operator's bitcoind, if there is one, and of peers. */
export function followBitcoin({ bitcoin }: NodeSettings, parts: Omit<FollowParts, 'rpc'>): () => void {
  return keepFollowing({ ...parts, rpc: bitcoin && bitcoinRpc(bitcoin) })
}
