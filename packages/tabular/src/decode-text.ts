import { ok, type Result, refuse } from '@vc/kernel'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'
export type TextRefusal = { readonly code: 'encoding-unknown' } | { readonly code: 'file-empty' }

/**
 * Gives the text of a file that a person chose: UTF-8 with or without a byte order mark, or UTF-16 with one.
 * Refuses every other encoding rather than guessing, since a wrong guess alters names.
 */
export function decodeText(bytes: Uint8Array): Result<{ text: string; encoding: Encoding }, TextRefusal> {
  if (bytes.length === 0) return refuse({ code: 'file-empty' })
  const encoding = encodingOf(bytes)
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    return text.includes('\u0000') ? refuse({ code: 'encoding-unknown' }) : ok({ text, encoding })
  } catch {
    return refuse({ code: 'encoding-unknown' })
  }
}

function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return 'utf-8'
}
