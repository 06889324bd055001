import { taggedHash, utf8 } from '@vc/crypto'
import { utf8Text } from '@vc/kernel'
import { type DecodeCode, Reader, Writer } from '@vc/ledger'

const MOST_BYTES = 4_096
/** Bytes of a notice without its text: height, kind, three for the text's length, key, signature. */
const FRAME = 4 + 1 + 3 + 32 + 64
/** Bytes of UTF-8 that a notice has room for. */
export const MOST_NOTICE_TEXT = MOST_BYTES - FRAME

/** `halt`: no new credit, please; `lift`: it may go on. */
export type NoticeKind = 'halt' | 'lift'
const kinds: readonly NoticeKind[] = ['lift', 'halt']

/** What a regulator asks of all producers (consensus.md 18, 19); `height`: of the head when it was written. */
export type NoticeBody = { readonly height: number; readonly kind: NoticeKind; readonly text: string }
/** `key`: stake key of a member with the regulator role. */
export type Notice = NoticeBody & { readonly key: Uint8Array; readonly signature: Uint8Array }

/** What the regulator's key signs: `tag("vdn/notice", network ‖ height ‖ kind ‖ text)`, 32 bytes. */
export const noticeMessage = (network: Uint8Array, body: NoticeBody): Uint8Array =>
  taggedHash('vdn/notice', network, writeBody(body).finish())

export const encodeNotice = (notice: Notice): Uint8Array =>
  writeBody(notice).bytes(notice.key).bytes(notice.signature).finish()

/** Reads one notice and nothing else; undefined when it does not parse or its text is no UTF-8. */
export function decodeNotice(bytes: Uint8Array): Notice | undefined {
  const reader: Reader<DecodeCode> = new Reader(bytes)
  const height = reader.u32()
  const kind = kinds[reader.u8()]
  const text = utf8Text(reader.varbytes(MOST_NOTICE_TEXT, 'count'))
  const [key, signature] = [reader.bytes(32), reader.bytes(64)]
  reader.end()
  if (reader.failure !== undefined || kind === undefined || text === undefined) return undefined
  return { height, kind, text, key, signature }
}

const writeBody = ({ height, kind, text }: NoticeBody) =>
  new Writer(MOST_BYTES).u32(height).u8(kinds.indexOf(kind)).varbytes(utf8(text))
