import { utf8 } from '@vc/crypto'

/** JSON whose numbers are written as decimal texts, so that no implementation rounds. */
export type CanonicalValue = string | readonly CanonicalValue[] | { readonly [name: string]: CanonicalValue }

/** The one UTF-8 text of a value (RFC 8785): keys sorted by UTF-16 units, no spaces. */
export function canonicalJson(value: CanonicalValue): Uint8Array {
  return utf8(textOf(value))
}

function textOf(value: CanonicalValue): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (isList(value)) return `[${value.map(textOf).join(',')}]`
  const fields = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${textOf(value[name] ?? '')}`)
  return `{${fields.join(',')}}`
}

const isList = (value: CanonicalValue): value is readonly CanonicalValue[] => Array.isArray(value)
