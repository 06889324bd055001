const kinds = [
  ...(['farm-union', 'member', 'payment', 'members', 'loan', 'credit', 'release', 'guarantee'] as const),
  ...(['repayment', 'restructuring', 'transfer', 'roles', 'other'] as const),
]

/** An entry of a union's own chain as a list shows it: what it is, in whose words, and which transaction decided it. */
export type Entry = {
  readonly kind: (typeof kinds)[number]
  readonly words: string
  readonly txid: string | undefined
}

/** Reads the text of an entry; what is not known here is shown as it is. */
export function readEntry(text: string): Entry {
  const { entry, kind: decided, name, purpose, txid } = fieldsOf(text)
  const named = entry === 'decision' ? decided : entry
  const kind = kinds.find((one) => one === named) ?? 'other'
  return { kind, words: purpose ?? name ?? text, txid }
}

type Fields = Partial<Readonly<Record<'entry' | 'kind' | 'name' | 'purpose' | 'txid', string>>>

/** The fields of an object that are texts. */
function fieldsOf(text: string): Fields {
  const read: unknown = JSON.parse(text)
  const entries = Object.entries(typeof read === 'object' && read !== null ? read : {})
  return Object.fromEntries(entries.filter(([, value]) => typeof value === 'string'))
}
