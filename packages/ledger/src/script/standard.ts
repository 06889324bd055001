import { concatBytes, utf8 } from '@vc/crypto'
import { assert } from '@vc/kernel'
import { MAX_LOCK_HEIGHT } from './locks.ts'
import { nhash256 } from './nhash.ts'
import { numberPush } from './push.ts'

const join = (...parts: readonly (Uint8Array | readonly number[])[]) =>
  concatBytes(...parts.map((part) => (part instanceof Uint8Array ? part : Uint8Array.from(part))))

/** `DUP HASH160 <20> EQUALVERIFY CHECKSIG`. */
export function keyHashScript(hash20: Uint8Array): Uint8Array {
  assert(hash20.length === 20, 'a key hash has 20 bytes')
  return join([0x76, 0xa9, 0x14], hash20, [0x88, 0xac])
}

/** `<key1> CHECKSIG <key2> CHECKSIGADD … <k> NUMEQUAL`, 1 ≤ k ≤ n, keys of 32 or 33 bytes. Its witness is in reverse order of the keys. */
export function kOfNScript(k: number, keys: readonly Uint8Array[]): Uint8Array {
  assert(k >= 1 && k <= keys.length, '1 ≤ k ≤ n')
  assert(
    keys.every((key) => key.length === 32 || key.length === 33),
    'keys have 32 or 33 bytes',
  )
  const parts = keys.map((key, i) => join([key.length], key, [i === 0 ? 0xac : 0xba]))
  return join(...parts, numberPush(k), [0x9c])
}

/** `SHA256 <32> EQUAL`: the witness ends with the real script, whose SHA256 this is. */
export function scriptHashScript(hash32: Uint8Array): Uint8Array {
  assert(hash32.length === 32, 'a script hash has 32 bytes')
  return join([0xa8, 0x20], hash32, [0x87])
}

/** Whether a script is exactly the key-hash template. */
export function isKeyHash(script: Uint8Array): boolean {
  return (
    script.length === 25 &&
    script[0] === 0x76 &&
    script[1] === 0xa9 &&
    script[2] === 0x14 &&
    script[23] === 0x88 &&
    script[24] === 0xac
  )
}

/** Whether a script is exactly the script-hash template, which runs another script (ledger.md 11). */
export function isScriptHash(script: Uint8Array): boolean {
  return script.length === 35 && script[0] === 0xa8 && script[1] === 0x20 && script[34] === 0x87
}

/** `<id> CHECKCOLLECTIVE`: the id is the key of a record in table `collective`. */
export function collectiveScript(id: Uint8Array): Uint8Array {
  assert(id.length === 32, 'a collective id has 32 bytes')
  return join([0x20], id, [0xbb])
}

/** What a record output commits to: NHASH256 of table, key and value. */
export function recordHash(table: string, key: Uint8Array, value: Uint8Array): Uint8Array {
  return nhash256([utf8(table), key, value])
}

/** `3 NHASH256 <32> EQUALVERIFY {guard}`, guard = key hash or k of n. Witness: guard's items, table, key, value. */
export function recordScript(
  table: string,
  key: Uint8Array,
  value: Uint8Array,
  guard: Uint8Array,
): Uint8Array {
  return recordScriptOf(recordHash(table, key, value), guard)
}

/** The same from the hash alone. */
export function recordScriptOf(hash32: Uint8Array, guard: Uint8Array): Uint8Array {
  return join([0x53, 0x89, 0x20], hash32, [0x88], guard)
}

/** BIP199 with SHA256: the receiver with the secret, or the refund key from the height (or after so many blocks) on. */
export function hashTimeLockScript(of: {
  readonly secretHash: Uint8Array
  readonly receiverHash: Uint8Array
  readonly refundHash: Uint8Array
  readonly lock: { readonly height: number } | { readonly blocks: number }
}): Uint8Array {
  const relative = 'blocks' in of.lock
  const n = 'blocks' in of.lock ? of.lock.blocks : of.lock.height
  assert(
    n >= 0 && (relative ? n <= 0xffff : n < MAX_LOCK_HEIGHT),
    'the lock is a height or up to 65,535 blocks',
  )
  assert(of.secretHash.length === 32, 'a secret hash has 32 bytes')
  const claim = join([0x63, 0xa8, 0x20], of.secretHash, [0x88, 0x76, 0xa9, 0x14], of.receiverHash)
  const refund = join([0x67], numberPush(n), [relative ? 0xb2 : 0xb1, 0x75, 0x76, 0xa9, 0x14], of.refundHash)
  return join(claim, refund, [0x68, 0x88, 0xac])
}

/** `DUP HASH160 <20> EQUAL IF CHECKSIG ELSE DROP <height> CHECKLOCKTIMEVERIFY ENDIF` (ledger.md 5, 6). */
export function standardDebtScript(hash20: Uint8Array, expiryHeight: number): Uint8Array {
  assert(hash20.length === 20, 'a key hash has 20 bytes')
  assert(expiryHeight >= 1 && expiryHeight < MAX_LOCK_HEIGHT, '1 ≤ expiry height < 500,000,000')
  return join(
    [0x76, 0xa9, 0x14],
    hash20,
    [0x87, 0x63, 0xac, 0x67, 0x75],
    numberPush(expiryHeight),
    [0xb1, 0x68],
  )
}

/**
 * `IF <id> CHECKCOLLECTIVE ELSE <height> CHECKLOCKTIMEVERIFY ENDIF`: the standard debt's two ways for a debtor that votes
 * (docs/adr/0039). The collective may use it at any time, anyone from the expiry height on.
 */
export function collectiveDebtScript(id: Uint8Array, expiryHeight: number): Uint8Array {
  assert(id.length === 32, 'a collective id has 32 bytes')
  assert(expiryHeight >= 1 && expiryHeight < MAX_LOCK_HEIGHT, '1 ≤ expiry height < 500,000,000')
  return join([0x63, 0x20], id, [0xbb, 0x67], numberPush(expiryHeight), [0xb1, 0x68])
}

/** `<producer key> <commitment> 2DROP {owner script}` (consensus.md 4). */
export function stakeScript(
  producerKey: Uint8Array,
  commitment: Uint8Array,
  ownerScript: Uint8Array,
): Uint8Array {
  assert(producerKey.length === 32 && commitment.length === 32, 'producer key and commitment have 32 bytes')
  return join([0x20], producerKey, [0x20], commitment, [0x6d], ownerScript)
}
