import { equalBytes, hash160, toHex } from '@vc/crypto'
import { CREDIT, CREDIT_KIND, GROUP, type NamedOutput, parseStandard, type Transaction } from '@vc/ledger'

/** One place in a witness: bytes that the draft has already, a signature, or the key that belongs to a hash. */
export type Slot =
  | { readonly what: 'item'; readonly item: Uint8Array }
  | { readonly what: 'signature'; readonly key: string }
  | { readonly what: 'key'; readonly of: string }

/** Which witness opens an input, and how many of its signatures are enough. Keys as hex: 32 or 33 bytes, or a HASH160 of 20. */
export type Opening = {
  readonly slots: readonly Slot[]
  readonly keys: readonly string[]
  readonly need: number
}

const REMOVE = 0x02

/**
 * How input `index` of a draft is opened: from the standard script that it names and the items that the draft's own
 * witness has (table, key and value of a record; operation and keys of a group). Undefined when no person signs it:
 * a read value, a roster's source, a script that is not standard.
 */
export function openingOf(
  tx: Transaction,
  named: readonly NamedOutput[],
  index: number,
): Opening | undefined {
  const output = named[index]
  const items = (tx.witnesses[index] ?? []).map((item): Slot => ({ what: 'item', item }))
  if (!output) return undefined
  if (tx.kind === GROUP && index === 0) return groupOpening(tx, output.script, items)
  const isReadOnly = output.layer < tx.layer && !(tx.kind === CREDIT_KIND && output.element === CREDIT)
  return isReadOnly ? undefined : scriptOpening(output.script, items)
}

function scriptOpening(script: Uint8Array, items: readonly Slot[]): Opening | undefined {
  const parsed = parseStandard(script)
  switch (parsed?.name) {
    case 'key-hash':
    case 'standard-debt':
      return byHash(parsed.hash, items)
    case 'k-of-n':
      return byKeys(parsed.keys, parsed.k, items)
    case 'record':
      return parsed.guard.name === 'key-hash'
        ? byHash(parsed.guard.hash, items)
        : byKeys(parsed.guard.keys, parsed.guard.k, items)
    case 'stake':
      return scriptOpening(parsed.owner, items)
    case 'hash-time-lock':
      return byHash(isByHash(items) ? parsed.receiverHash : parsed.refundHash, items)
    case 'script-hash': {
      const real = items.at(-1)
      return real?.what === 'item' ? scriptOpening(real.item, items) : undefined
    }
    case 'collective-debt':
      return byVote(parsed.id, items)
    default:
      return undefined
  }
}

/** What members vote for beforehand stands for a signature, under the name by which tables know the collective (docs/adr/0050). */
function byVote(id: Uint8Array, items: readonly Slot[]): Opening {
  const key = toHex(hash160(id))
  return { slots: [{ what: 'signature', key }, ...items], keys: [key], need: 1 }
}

/** The draft's last item says which branch is taken: not empty, the one of the secret. */
const isByHash = (items: readonly Slot[]) => {
  const branch = items.at(-1)
  return branch?.what === 'item' && branch.item.length > 0
}

function byHash(hash: Uint8Array, items: readonly Slot[]): Opening {
  const key = toHex(hash)
  return { slots: [{ what: 'signature', key }, { what: 'key', of: key }, ...items], keys: [key], need: 1 }
}

function byKeys(keys: readonly Uint8Array[], need: number, items: readonly Slot[]): Opening {
  const names = keys.map(toHex)
  const signatures = names.map((key): Slot => ({ what: 'signature', key })).reverse()
  return { slots: [...signatures, ...items], keys: names, need }
}

/** All of the old roster sign, in its order, but for a key that is being removed. */
function groupOpening(tx: Transaction, script: Uint8Array, items: readonly Slot[]): Opening | undefined {
  const parsed = parseStandard(script)
  if (parsed?.name !== 'k-of-n') return undefined
  const [operation, changed] = tx.witnesses[0] ?? []
  const removed = operation?.[0] === REMOVE ? changed : undefined
  const signs = parsed.keys.filter((key) => !removed || !equalBytes(key, removed)).map(toHex)
  const slots = parsed.keys.map(toHex).map((key): Slot => ({ what: 'signature', key }))
  return { slots: [...items.slice(0, 3), ...slots], keys: signs, need: signs.length }
}

/** Whether a whole key is the one that is asked: the same, or the one that a hash names. */
export function isKeyOf(key: Uint8Array, asked: string): boolean {
  return toHex(asked.length === 40 ? hash160(key) : key) === asked
}
