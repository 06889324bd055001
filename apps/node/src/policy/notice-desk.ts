import { encodeNotice } from '@vc/consensus'
import type { Chain } from '../chain/chain.ts'
import type { NodeKey } from '../keys/node-key.ts'
import type { CorePort } from '../network/port.ts'
import type { NodeFace } from '../rpc/node-face.ts'
import type { NoticeBook } from './notice-book.ts'

/** Blocks after which an own notice is told again, for who was not there. */
const AGAIN = 6

/** A regulator's own node: signs its notices and keeps telling the newest. */
export function noticeDesk(of: {
  readonly chain: Chain
  readonly notices: NoticeBook
  readonly port: CorePort
  readonly key: NodeKey | undefined
}): { readonly giveNotice: NodeFace['giveNotice']; readonly tellAgain: () => void } {
  const { chain, notices, port, key } = of
  return {
    giveNotice: (asked) => {
      if (!key) return { accepted: false, code: 'regulator-only' }
      const given = notices.give(chain, key, asked)
      if (!given.ok) return { accepted: false, code: given.refusal.code }
      port.announceNotice(encodeNotice(given.value))
      return { accepted: true, height: given.value.height }
    },
    tellAgain: () => {
      const newest = key && notices.newestOf(key.producerKey)
      if (newest && chain.head.height % AGAIN === 0) port.announceNotice(encodeNotice(newest))
    },
  }
}
