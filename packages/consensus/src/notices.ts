import { type SignatureChecks, schnorrPublicKey, signSchnorr } from '@vc/crypto'
import { ROLE_REGULATOR, type StateReader } from '@vc/ledger'
import { type Notice, type NoticeBody, noticeMessage } from './codec/notice.ts'
import { isMember } from './members.ts'

export function signNotice(network: Uint8Array, body: NoticeBody, secret: Uint8Array): Notice {
  const signature = signSchnorr(noticeMessage(network, body), secret)
  return { ...body, key: schnorrPublicKey(secret), signature }
}

export const isNoticeSigned = (network: Uint8Array, notice: Notice, checks: SignatureChecks): boolean =>
  checks.schnorr(notice.signature, noticeMessage(network, notice), notice.key)

/** May this key ask for a halt on this state? */
export const isRegulator = (state: StateReader, key: Uint8Array): boolean =>
  isMember(state, key, ROLE_REGULATOR)

/**
 * The halts that stand at a height (consensus.md 18), given each regulator's newest notice: not lifted, and younger than
 * a day of blocks.
 */
export const haltsAt = (newest: Iterable<Notice>, height: number, dayBlocks: number): readonly Notice[] =>
  [...newest].filter((notice) => notice.kind === 'halt' && height - notice.height < dayBlocks)
