import { MAX_LOCK_HEIGHT } from './locks.ts'
import { decodeNumber } from './number.ts'
import { type Operation, parseOperations } from './operations.ts'
import { isKeyHash, isScriptHash } from './standard.ts'

export type KeyHash = { readonly name: 'key-hash'; readonly hash: Uint8Array }
export type KOfN = { readonly name: 'k-of-n'; readonly k: number; readonly keys: readonly Uint8Array[] }
export type StandardScript =
  | KeyHash
  | KOfN
  | { readonly name: 'script-hash'; readonly hash: Uint8Array }
  | { readonly name: 'collective'; readonly id: Uint8Array }
  | { readonly name: 'record'; readonly hash: Uint8Array; readonly guard: KeyHash | KOfN }
  | {
      readonly name: 'hash-time-lock'
      readonly secretHash: Uint8Array
      readonly receiverHash: Uint8Array
      readonly refundHash: Uint8Array
      readonly lock: { readonly height: number } | { readonly blocks: number }
    }
  | { readonly name: 'standard-debt'; readonly hash: Uint8Array; readonly expiryHeight: number }
  | { readonly name: 'collective-debt'; readonly id: Uint8Array; readonly expiryHeight: number }
  | {
      readonly name: 'stake'
      readonly producerKey: Uint8Array
      readonly commitment: Uint8Array
      readonly owner: Uint8Array
    }

/** Which standard script this is, byte for byte (ledger.md 11, consensus.md 4); undefined for any other. */
export function parseStandard(script: Uint8Array): StandardScript | undefined {
  if (isKeyHash(script)) return { name: 'key-hash', hash: script.subarray(3, 23) }
  if (isScriptHash(script)) return { name: 'script-hash', hash: script.subarray(2, 34) }
  if (script.length === 34 && isAt(script, 0, [0x20]) && isAt(script, 33, [0xbb])) {
    return { name: 'collective', id: script.subarray(1, 33) }
  }
  return (
    parseStandardDebt(script) ??
    parseCollectiveDebt(script) ??
    parseRecord(script) ??
    parseStake(script) ??
    parseHashTimeLock(script) ??
    parseKOfN(script)
  )
}

/** The debtor's key hash and the expiry height, when the script is a standard debt. */
export function parseStandardDebt(
  script: Uint8Array,
): Extract<StandardScript, { name: 'standard-debt' }> | undefined {
  const fits =
    isAt(script, 0, [0x76, 0xa9, 0x14]) &&
    isAt(script, 23, [0x87, 0x63, 0xac, 0x67, 0x75]) &&
    isAt(script, script.length - 2, [0xb1, 0x68])
  if (!fits) return undefined
  const expiryHeight = readExpiry(script.subarray(28, -2))
  return expiryHeight === undefined
    ? undefined
    : { name: 'standard-debt', hash: script.subarray(3, 23), expiryHeight }
}

/** The collective's id and the expiry height, when the script is a debt that a collective votes about (docs/adr/0039). */
export function parseCollectiveDebt(
  script: Uint8Array,
): Extract<StandardScript, { name: 'collective-debt' }> | undefined {
  const fits =
    isAt(script, 0, [0x63, 0x20]) &&
    isAt(script, 34, [0xbb, 0x67]) &&
    isAt(script, script.length - 2, [0xb1, 0x68])
  const expiryHeight = fits ? readExpiry(script.subarray(36, -2)) : undefined
  return expiryHeight === undefined
    ? undefined
    : { name: 'collective-debt', id: script.subarray(2, 34), expiryHeight }
}

function readExpiry(part: Uint8Array): number | undefined {
  const height = readNumberPush(part)
  return height === undefined || height < 1 || height >= MAX_LOCK_HEIGHT ? undefined : height
}

/** The k and the keys, when the script is k of n keys. */
export function parseKOfN(script: Uint8Array): KOfN | undefined {
  const operations = script.at(-1) === 0x9c ? parseOperations(script) : undefined
  if (operations === undefined || operations.length < 4 || operations.length % 2 !== 0) return undefined
  const keys = keysOf(operations.slice(0, -2))
  const k = numberOf(operations.at(-2))
  if (keys === undefined || k === undefined || k < 1 || k > keys.length) return undefined
  return { name: 'k-of-n', k, keys }
}

function keysOf(operations: readonly Operation[]): readonly Uint8Array[] | undefined {
  const keys: Uint8Array[] = []
  for (let i = 0; i < operations.length; i += 2) {
    const { opcode, item } = operations[i] ?? {}
    if (item === undefined || (opcode !== 32 && opcode !== 33)) return undefined
    if (operations[i + 1]?.opcode !== (i === 0 ? 0xac : 0xba)) return undefined
    keys.push(item)
  }
  return keys
}

function parseRecord(script: Uint8Array): StandardScript | undefined {
  if (!isAt(script, 0, [0x53, 0x89, 0x20]) || !isAt(script, 35, [0x88])) return undefined
  const rest = script.subarray(36)
  const guard = isKeyHash(rest)
    ? ({ name: 'key-hash', hash: rest.subarray(3, 23) } as const)
    : parseKOfN(rest)
  return guard && { name: 'record', hash: script.subarray(3, 35), guard }
}

function parseStake(script: Uint8Array): StandardScript | undefined {
  if (!isAt(script, 0, [0x20]) || !isAt(script, 33, [0x20]) || !isAt(script, 66, [0x6d])) return undefined
  return {
    name: 'stake',
    producerKey: script.subarray(1, 33),
    commitment: script.subarray(34, 66),
    owner: script.subarray(67),
  }
}

function parseHashTimeLock(script: Uint8Array): StandardScript | undefined {
  const end = script.length - 28
  const lock = end < 61 ? undefined : readLock(script.subarray(60, end + 1))
  const fits =
    isAt(script, 0, [0x63, 0xa8, 0x20]) &&
    isAt(script, 35, [0x88, 0x76, 0xa9, 0x14]) &&
    isAt(script, 59, [0x67]) &&
    isAt(script, end + 1, [0x75, 0x76, 0xa9, 0x14]) &&
    isAt(script, end + 25, [0x68, 0x88, 0xac])
  if (!fits || lock === undefined) return undefined
  return {
    name: 'hash-time-lock',
    secretHash: script.subarray(3, 35),
    receiverHash: script.subarray(39, 59),
    refundHash: script.subarray(end + 5, end + 25),
    lock,
  }
}

/** A number push and CLTV, or CSV for up to 65,535 blocks. */
function readLock(part: Uint8Array): { height: number } | { blocks: number } | undefined {
  const n = readNumberPush(part.subarray(0, -1))
  if (n === undefined || n < 0) return undefined
  if (part.at(-1) === 0xb1) return n < MAX_LOCK_HEIGHT ? { height: n } : undefined
  return part.at(-1) === 0xb2 && n <= 0xffff ? { blocks: n } : undefined
}

function readNumberPush(part: Uint8Array): number | undefined {
  const operations = parseOperations(part)
  return operations?.length === 1 ? numberOf(operations[0]) : undefined
}

function numberOf(operation: Operation | undefined): number | undefined {
  if (operation?.item === undefined || !operation.minimal) return undefined
  return decodeNumber(operation.item, 5)
}

const isAt = (script: Uint8Array, at: number, bytes: readonly number[]) =>
  at >= 0 && bytes.every((byte, i) => script[at + i] === byte)
