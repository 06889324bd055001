import { ok, type Result, refuse } from '@vc/kernel'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'
/** An encoding that is read only when a person says so, after having seen the first lines of the file in it. */
export type ToldEncoding = 'gb18030'
export type TextRefusal =
  | { readonly code: 'encoding-unknown' }
  | { readonly code: 'file-empty' }
  | {
      readonly code: 'encoding-gb18030'
      /** The head of the file and its first lines with letters beyond ASCII, read so. */
      readonly preview: string
    }
const SHOWN_LINES = 5
const SHOWN_LETTERS = 200

/**
 * Gives the text of a file that a person chose: UTF-8 with or without a byte order mark, UTF-16 with one, and GB18030
 * (with GBK and GB2312 in it) when told. Refuses every other encoding rather than guessing, since a wrong guess alters
 * names; a file that could be GB18030 is refused as that, with its first lines to be looked at.
 */
export function decodeText(
  bytes: Uint8Array,
  told?: ToldEncoding | undefined,
): Result<{ text: string; encoding: Encoding }, TextRefusal> {
  if (bytes.length === 0) return refuse({ code: 'file-empty' })
  const marked = markOf(bytes)
  const encoding = marked ?? told ?? 'utf-8'
  const text = strictText(bytes, encoding)
  if (text !== undefined) return ok({ text, encoding })
  const other = encoding === 'utf-8' ? strictText(bytes, 'gb18030') : undefined
  return other === undefined || isPrivate.test(other)
    ? refuse({ code: 'encoding-unknown' })
    : refuse({ code: 'encoding-gb18030', preview: tellingLines(other) })
}

/** Letters that no file of names has, but other encodings read as this one give. */
const isPrivate = /[\u0080-\u009f\ue000-\uf8ff]/

function strictText(bytes: Uint8Array, encoding: Encoding): string | undefined {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    return text.includes('\u0000') ? undefined : text
  } catch {
    return undefined
  }
}

/** The head of a file, and its first lines with letters by which one sees whether they are read rightly. */
const tellingLines = (text: string) =>
  text
    .split(/\r?\n/)
    .filter((line, at) => at === 0 || /[^\u0020-\u007e\t]/.test(line))
    .slice(0, SHOWN_LINES)
    .map((line) => line.slice(0, SHOWN_LETTERS))
    .join('\n')

function markOf(bytes: Uint8Array): Encoding | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined
}
