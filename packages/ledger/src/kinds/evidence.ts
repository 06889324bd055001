import { concatBytes, equalBytes } from '@vc/crypto'
import { decodeTransaction } from '../codec/transaction.ts'
import { CIRCULATION, CREDIT_KIND, type Outpoint, TRANSFER, type Transaction } from '../transaction.ts'

/** A child key shown to belong to an account: what the record commits to, and the path below it. */
export type ChildProof = {
  readonly salt: Uint8Array
  readonly chainCode: Uint8Array
  readonly key: Uint8Array
  readonly path: readonly number[]
}

/** What the witness of a frozen input shows (ledger.md 8, 11): T′, the input that spends the output, and a child key. */
export type Evidence = {
  readonly transaction: Transaction
  readonly index: number
  readonly child: ChildProof | undefined
}

/** Reads the items of a frozen input; undefined when their layout is wrong. `limit`: `maxTransactionBytes`. */
export function readEvidence(items: readonly Uint8Array[], limit: number): Evidence | undefined {
  const [bytes, indexBytes, extended, path] = items
  if (bytes === undefined || indexBytes?.length !== 4 || items.length === 3 || items.length > 4)
    return undefined
  const decoded = decodeTransaction(bytes, limit)
  if (!decoded.ok) return undefined
  const child = extended === undefined || path === undefined ? undefined : readChild(extended, path)
  if (items.length === 4 && child === undefined) return undefined
  return { transaction: decoded.value, index: readU32(indexBytes, 0), child }
}

/** Is T′ a transfer or a credit transaction in circulation whose input of that index names the frozen output? */
export function namesFrozen({ transaction, index }: Evidence, frozen: Outpoint): boolean {
  const input = transaction.inputs[index]
  if (transaction.layer !== CIRCULATION || input === undefined) return false
  if (transaction.kind !== TRANSFER && transaction.kind !== CREDIT_KIND) return false
  return input.index === frozen.index && equalBytes(input.txid, frozen.txid)
}

/** The two items that show a child key. */
export function writeChildProof(child: ChildProof): readonly [Uint8Array, Uint8Array] {
  const path = new Uint8Array(4 * child.path.length)
  const view = new DataView(path.buffer)
  child.path.forEach((step, i) => {
    view.setUint32(4 * i, step, true)
  })
  return [concatBytes(child.salt, child.chainCode, child.key), path]
}

function readChild(extended: Uint8Array, path: Uint8Array): ChildProof | undefined {
  const steps = path.length / 4
  if (extended.length !== 97 || !Number.isInteger(steps) || steps < 1 || steps > 8) return undefined
  const indexes = Array.from({ length: steps }, (_, i) => readU32(path, 4 * i))
  if (indexes.some((index) => index >= 2 ** 31)) return undefined
  const [salt, chainCode, key] = [extended.slice(0, 32), extended.slice(32, 64), extended.slice(64)]
  return { salt, chainCode, key, path: indexes }
}

function readU32(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at, true)
}
