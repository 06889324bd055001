import { decodeNotice } from '@vc/consensus'
import type { Chain } from '../chain/chain.ts'
import type { Reception } from '../network/port.ts'
import type { NoticeBook } from '../policy/notice-book.ts'

/** Takes a regulator's notice of a peer: handed on when it is new, blamed when its signature is wrong (consensus.md 19). */
export function receiveNotice(
  { chain, notices }: { readonly chain: Chain; readonly notices: NoticeBook },
  bytes: Uint8Array,
): Reception {
  const notice = decodeNotice(bytes)
  if (!notice) return { action: 'reject', code: 'malformed' }
  const outcome = notices.take(chain, notice)
  if (outcome === 'forged') return { action: 'reject', code: 'signature' }
  return outcome === 'taken' ? { action: 'accept' } : { action: 'ignore', code: outcome }
}
