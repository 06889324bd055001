import { utf8 } from '@vc/crypto'
import { assert } from '@vc/kernel'

/** JSON with whole numbers below 2^53 only. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/** The one UTF-8 text of a value (RFC 8785): names sorted by UTF-16 units, no spaces. */
export function canonicalBytes(value: Json): Uint8Array {
  return utf8(textOf(value))
}

function textOf(value: Json): string {
  if (typeof value === 'number') assert(Number.isSafeInteger(value), 'whole numbers below 2^53')
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (isList(value)) return `[${value.map(textOf).join(',')}]`
  const names = Object.keys(value).sort()
  return `{${names.map((name) => `${JSON.stringify(name)}:${textOf(value[name] ?? null)}`).join(',')}}`
}

const isList = (value: readonly Json[] | object): value is readonly Json[] => Array.isArray(value)
