import type { RelyingParty } from '@vc/crypto'
import {
  actChallenge,
  checkAssertion,
  decodeAssertion,
  hash160,
  hash256,
  nobleChecks,
  sha256,
  toHex,
  utf8,
} from '@vc/crypto'
import type { Transaction } from '../transaction.ts'

/** A standard script by its bytes, as the table of ledger.md 11 has them. */
export type Form =
  | { readonly is: 'key'; readonly hash: string }
  | { readonly is: 'keys'; readonly k: number; readonly keys: readonly string[] }
  | { readonly is: 'hash'; readonly hash: string }
  | { readonly is: 'collective'; readonly id: string }
  | {
      readonly is: 'lock'
      readonly secret: string
      readonly to: string
      readonly back: string
      readonly n: number
      readonly blocks: boolean
    }
  | { readonly is: 'debt'; readonly hash: string; readonly expiry: number }
  | { readonly is: 'voted-debt'; readonly id: string; readonly expiry: number }
  | { readonly is: 'stake'; readonly owner: string }
  | { readonly is: 'record'; readonly hash: string; readonly guard: string }
  | { readonly is: 'true' }

const minimal = (n: number): string => {
  if (n === 0) return '00'
  if (n <= 16) return (0x50 + n).toString(16)
  const bytes: number[] = []
  for (let rest = n; rest > 0; rest = Math.floor(rest / 256)) bytes.push(rest % 256)
  if ((bytes.at(-1) ?? 0) >= 0x80) bytes.push(0)
  return toHex(Uint8Array.of(bytes.length, ...bytes))
}

function pushed(text: string): number | undefined {
  if (text === '00') return 0
  const opcode = Number.parseInt(text.slice(0, 2), 16)
  if (text.length === 2) return opcode >= 0x51 && opcode <= 0x60 ? opcode - 0x50 : undefined
  const bytes = [...text.slice(2).matchAll(/../g)].map(([byte]) => Number.parseInt(byte, 16))
  const n = bytes.reduceRight((sum, byte) => sum * 256 + byte, 0)
  return minimal(n) === text ? n : undefined
}

/** The form of a script; undefined for one that is not standard. */
export function formOf(script: string): Form | undefined {
  const key = /^76a914(.{40})88ac$/.exec(script)
  if (key?.[1]) return { is: 'key', hash: key[1] }
  const hash = /^a820(.{64})87$/.exec(script)
  if (hash?.[1]) return { is: 'hash', hash: hash[1] }
  const collective = /^20(.{64})bb$/.exec(script)
  if (collective?.[1]) return { is: 'collective', id: collective[1] }
  const debt = /^76a914(.{40})8763ac6775((?:..)+)b168$/.exec(script)
  const expiry = debt?.[2] === undefined ? undefined : pushed(debt[2])
  if (debt?.[1] && expiry !== undefined && expiry >= 1 && expiry < 500_000_000)
    return { is: 'debt', hash: debt[1], expiry }
  const voted = /^6320(.{64})bb67((?:..)+)b168$/.exec(script)
  const until = voted?.[2] === undefined ? undefined : pushed(voted[2])
  if (voted?.[1] && until !== undefined && until >= 1 && until < 500_000_000)
    return { is: 'voted-debt', id: voted[1], expiry: until }
  const lock = /^63a820(.{64})8876a914(.{40})67((?:..)+)(b1|b2)7576a914(.{40})6888ac$/.exec(script)
  const n = lock?.[3] === undefined ? undefined : pushed(lock[3])
  const blocks = lock?.[4] === 'b2'
  if (lock?.[1] && lock[2] && lock[5] && n !== undefined && n < (blocks ? 65_536 : 500_000_000)) {
    return { is: 'lock', secret: lock[1], to: lock[2], back: lock[5], n, blocks }
  }
  const record = /^538920(.{64})88(.*)$/.exec(script)
  if (record?.[1] && record[2]) {
    const guard = formOf(record[2])
    return guard?.is === 'key' || guard?.is === 'keys'
      ? { is: 'record', hash: record[1], guard: record[2] }
      : undefined
  }
  const stake = /^20.{64}20.{64}6d(.+)$/.exec(script)
  if (stake?.[1]) return { is: 'stake', owner: stake[1] }
  return script === '51' ? { is: 'true' } : keysOf(script)
}

function keysOf(script: string): Form | undefined {
  const keys: string[] = []
  let rest = script
  for (;;) {
    const next = /^(?:20(.{64})|21(.{66}))(..)/.exec(rest)
    if (next?.[3] !== (keys.length === 0 ? 'ac' : 'ba')) break
    keys.push(next[1] ?? next[2] ?? '')
    rest = rest.slice(next[0].length)
  }
  const k = rest.endsWith('9c') ? pushed(rest.slice(0, -2)) : undefined
  return k !== undefined && k >= 1 && k <= keys.length ? { is: 'keys', k, keys } : undefined
}

export type ModelSigner = { readonly key: string; readonly hash: string; readonly type: number }
/** What an input's script is asked with. */
export type Asked = {
  readonly tx: Transaction
  readonly index: number
  readonly digest: (type: number) => Uint8Array | undefined
  readonly party: RelyingParty
}
type Items = readonly Uint8Array[]

/** The signers when the script holds, false when it does not, undefined when the model does not know the script. */
export function holds(
  script: string,
  items: Items,
  asked: Asked,
): readonly ModelSigner[] | false | undefined {
  const form = formOf(script)
  const sequence = asked.tx.inputs[asked.index]?.sequence ?? 0xffff_ffff
  if (items.some(({ length }) => length > 520) && form?.is !== 'hash') {
    if (items.some(({ length }) => length > 4096)) return false
  }
  switch (form?.is) {
    case 'true':
      return items.length === 0 ? [] : false
    case 'collective':
      return false
    case 'key':
      return byKey(form.hash, items, asked)
    case 'keys':
      return byKeys(form.k, form.keys, items, asked)
    case 'debt': {
      const [only, key] = items
      if (items.length === 2 && key && toHex(hash160(key)) === form.hash)
        return byKey(form.hash, items, asked)
      if (items.length !== 1 || !only || toHex(hash160(only)) === form.hash) return false
      return isLate(form.expiry, sequence, asked) ? [] : false
    }
    case 'voted-debt': {
      // No collective of this world has a record: nobody votes.
      if (items.length !== 1 || items[0]?.length !== 0) return false
      return isLate(form.expiry, sequence, asked) ? [] : false
    }
    case 'hash': {
      const real = items.at(-1)
      if (!real || toHex(sha256(real)) !== form.hash || real.length > 10_000) return false
      return formOf(toHex(real))?.is === 'hash' ? undefined : holds(toHex(real), items.slice(0, -1), asked)
    }
    case 'lock': {
      const [flag, secret] = [items.at(-1), items.at(-2)]
      if (!flag || (flag.length > 0 && toHex(flag) !== '01')) return false
      if (flag.length > 0)
        return secret && toHex(sha256(secret)) === form.secret
          ? byKey(form.to, items.slice(0, -2), asked)
          : false
      const late = form.blocks
        ? sequence < 2 ** 31 && Math.floor(sequence / 2 ** 22) % 2 === 0 && sequence % 65_536 >= form.n
        : sequence !== 0xffff_ffff && form.n <= asked.tx.lockTime && asked.tx.lockTime < 500_000_000
      return late ? byKey(form.back, items.slice(0, -1), asked) : false
    }
    case 'stake':
      return formOf(form.owner)?.is === 'hash' ? undefined : holds(form.owner, items, asked)
    case 'record': {
      if (items.length < 3 || recordHashOf(items.slice(-3)) !== form.hash) return false
      return holds(form.guard, items.slice(0, -3), asked)
    }
    default:
      return undefined
  }
}

const isLate = (expiry: number, sequence: number, { tx }: Asked) =>
  sequence !== 0xffff_ffff && expiry <= tx.lockTime && tx.lockTime < 500_000_000

/** HASH256 of the minimal pushes. */
export function recordHashOf(items: Items): string {
  const push = (item: Uint8Array) => {
    const first = item[0] ?? 0
    if (item.length === 1 && first >= 1 && first <= 16) return Uint8Array.of(0x50 + first)
    if (item.length === 1 && first === 0x81) return Uint8Array.of(0x4f)
    if (item.length <= 75) return Uint8Array.of(item.length, ...item)
    if (item.length <= 255) return Uint8Array.of(0x4c, item.length, ...item)
    return Uint8Array.of(0x4d, item.length % 256, item.length >> 8, ...item)
  }
  return toHex(hash256(Uint8Array.from(items.flatMap((item) => [...push(item)]))))
}

export const notesTable = toHex(utf8('notes'))

function byKey(hash: string, items: Items, asked: Asked): readonly ModelSigner[] | false {
  const [item, key] = items
  if (items.length !== 2 || !item || !key || toHex(hash160(key)) !== hash) return false
  const type = signedType(key, item, asked)
  return type === undefined ? false : [{ key: toHex(key), hash, type }]
}

function byKeys(
  k: number,
  keys: readonly string[],
  items: Items,
  asked: Asked,
): readonly ModelSigner[] | false {
  if (items.length !== keys.length) return false
  const signers: ModelSigner[] = []
  for (const [i, hex] of keys.entries()) {
    const item = items[keys.length - 1 - i] ?? new Uint8Array(0)
    if (item.length === 0) continue
    const key = Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
    const type = signedType(key, item, asked)
    if (type === undefined) return false
    signers.push({ key: hex, hash: toHex(hash160(key)), type })
  }
  return signers.length === k ? signers : false
}

/** The type with which the key signed; undefined when it did not. */
export function signedType(
  key: Uint8Array,
  item: Uint8Array,
  { digest, party }: Omit<Asked, 'tx' | 'index'>,
): number | undefined {
  if (key.length === 33) return actedType(key, item, digest, party)
  if (key.length !== 32 || (item.length !== 64 && item.length !== 65)) return undefined
  const type = item[64] ?? 0
  if (item.length === 65 && type === 0) return undefined
  const message = digest(type)
  return message && nobleChecks.schnorr(item.slice(0, 64), message, key) ? type : undefined
}

function actedType(
  key: Uint8Array,
  item: Uint8Array,
  digest: Asked['digest'],
  party: RelyingParty,
): number | undefined {
  const whole = decodeAssertion(item)
  const assertion = whole ?? decodeAssertion(item.slice(0, -1))
  const type = whole ? 0 : (item.at(-1) ?? 0)
  const message = digest(type)
  if (!assertion || (!whole && type === 0) || !message || assertion.sheetHash.some((byte) => byte !== 0))
    return undefined
  const challenge = actChallenge(message, new Uint8Array(32))
  return checkAssertion(assertion, key, challenge, party, nobleChecks) ? type : undefined
}
