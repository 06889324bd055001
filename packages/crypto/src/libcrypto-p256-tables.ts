import { fromHex, utf8 } from './bytes.ts'
import { sha256 } from './hash.ts'
import { ADDRESS, type Libcrypto, pointerFunction } from './libcrypto.ts'
import { isP256Signature } from './p256.ts'

/** NID_X9_62_prime256v1. */
export const P256_CURVE = 415

/** Whether a signature of a digest (32 bytes at an address) is that of the key whose table this is. */
export type P256Table = {
  readonly holds: (digestAddress: number, signature: Uint8Array) => boolean
  readonly free: () => void
}

/** `from`: at which check of a key its table is made; `most`: how many tables there are at a time. */
export type TableLimits = { readonly from: number; readonly most: number }

/** A key, as far as tables are concerned. */
export type KeyOfTables = { uses: number; table?: P256Table | undefined }

type MakeTable = (publicKey33: Uint8Array) => P256Table | undefined

/** A table takes as long as 512 checks, of which it saves the half, and 150 kB. */
const usual: TableLimits = { from: 512, most: 64 }

/**
 * Tables for the keys that are seen often. They are tried on known answers before the first one is used, and never made
 * where one is wrong or the library lacks a part. When there are too many the oldest goes, and its key begins to count
 * anew: whatever comes, tables cost less than the checks themselves.
 */
export function keptTables(opened: Libcrypto, limits: Partial<TableLimits> = {}) {
  const { from, most } = { ...usual, ...limits }
  const having = new Set<KeyOfTables>()
  let make: MakeTable | undefined
  const drop = (key: KeyOfTables) => {
    having.delete(key)
    key.table?.free()
    key.table = undefined
  }
  const give = (key: KeyOfTables, publicKey33: Uint8Array) => {
    key.uses = 0
    make ??= triedTables(opened)
    const [oldest] = having
    if (oldest !== undefined && having.size >= most) drop(oldest)
    key.table = make(publicKey33)
    if (key.table !== undefined) having.add(key)
  }
  return {
    /** What to check this key by, if it has been seen often. */
    of(key: KeyOfTables, publicKey33: Uint8Array): P256Table | undefined {
      if (key.table !== undefined) return key.table
      key.uses += 1
      if (key.uses >= from) give(key, publicKey33)
      return key.table
    },
    drop,
  }
}

function triedTables(opened: Libcrypto): MakeTable {
  try {
    const make = p256Tables(opened)
    if (isRight(make, opened)) return make
  } catch {
    // a build of OpenSSL without the parts
  }
  return () => undefined
}

const digestOfTrial = 'self-check'
const scalar = (hex: string) => hex.padStart(64, '0')
const [r, s] = [
  '71381c405338d1fa5739bc4cbace5c0dd81ee9f086ed63229cec8913e41049f2',
  '78b43a1fdf35c6e8fedba11e8c69073e700af817d05b224ed5f0130631aa64ae',
]
const order = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551'
/** −e/d for the secret d of the key: with it the sum is no point. */
const nowhere = '7439353bb7fa6366c706b451aab4216f5c62b56d774a2cd3b006b230f20d0547'

/** Signatures of a key, and of one where the sum's x is r + n, with what they are worth. */
const trial: readonly { readonly key: string; readonly cases: readonly (readonly [string, boolean])[] }[] = [
  {
    key: '0251590b7a515140d2d784c85608668fdfef8c82fd1f5be52421554a0dc3d033ed',
    cases: [
      [r + s, true],
      [s + r, false],
      [nowhere + s, false],
      [scalar('0') + s, false],
      [r + scalar('0'), false],
      [order + s, false],
      [r + order, false],
    ],
  },
  {
    key: '031478db67441148471a9450f3840e361467916762ee51162d788c7d3c019d327f',
    cases: [
      [scalar('3') + scalar('7'), true],
      [scalar('4') + scalar('7'), false],
    ],
  },
]

function isRight(make: MakeTable, { memory }: Libcrypto): boolean {
  const digest = memory(32)
  digest.bytes.set(sha256(utf8(digestOfTrial)))
  return trial.every(({ key, cases }) => {
    const table = make(fromHex(key))
    const right = cases.every(([hex, holds]) => table?.holds(digest.address, fromHex(hex)) === holds)
    table?.free()
    return right
  })
}

/**
 * ECDSA with a multiple of the key found as that of the generator is: from a table, which OpenSSL makes for a copy of the
 * curve whose generator is the key. Half the time of its own `verify`, which knows a table for the one generator only.
 * For public numbers. Throws where the library lacks a part.
 */
function p256Tables(opened: Libcrypto): MakeTable {
  const { library, memory } = opened
  const of = (name: string, result: string, count: number) => pointerFunction(opened, name, result, count)
  const group = library.func('EC_GROUP_new_by_curve_name', ADDRESS, ['int'])
  const decode = library.func('EC_POINT_oct2point', 'int', [ADDRESS, ADDRESS, ADDRESS, 'size_t', ADDRESS])
  const [newPoint, setGenerator] = [of('EC_POINT_new', ADDRESS, 1), of('EC_GROUP_set_generator', 'int', 4)]
  const [prepare, freeGroup] = [of('EC_GROUP_precompute_mult', 'int', 2), of('EC_GROUP_free', 'void', 1)]
  const space = of('BN_CTX_new', ADDRESS, 0)()
  const one = of('BN_value_one', ADDRESS, 0)()
  const curve = group(P256_CURVE)
  const n = of('EC_GROUP_get0_order', ADDRESS, 1)(curve)
  const generator = newPoint(curve)
  const text = memory(33)
  const holds = sumCheck(opened, { curve, n, space })
  return (publicKey33) => {
    text.bytes.set(publicKey33)
    if (decode(curve, generator, text.address, 33, space) !== 1) return undefined
    const own = group(P256_CURVE)
    const made = setGenerator(own, generator, n, one) === 1 && prepare(own, space) === 1
    if (made)
      return { holds: (digest, signature) => holds(own, digest, signature), free: () => freeGroup(own) }
    freeGroup(own)
    return undefined
  }
}

/** Whether r is the x of u1·G + u2·Q (FIPS 186-5, 6.4.2), Q the generator of `own`. Its numbers are made once. */
function sumCheck(opened: Libcrypto, at: Readonly<Record<'curve' | 'n' | 'space', unknown>>) {
  const of = (name: string, result: string, count: number) => pointerFunction(opened, name, result, count)
  const { curve, n, space } = at
  const read = opened.library.func('BN_bin2bn', ADDRESS, [ADDRESS, 'int', ADDRESS])
  const [inverse, product] = [of('BN_mod_inverse', ADDRESS, 4), of('BN_mod_mul', 'int', 5)]
  const [reduce, compare] = [of('BN_nnmod', 'int', 4), of('BN_cmp', 'int', 2)]
  const [multiple, sum] = [of('EC_POINT_mul', 'int', 6), of('EC_POINT_add', 'int', 5)]
  const affine = of('EC_POINT_get_affine_coordinates', 'int', 5)
  const [newNumber, newPoint] = [of('BN_new', ADDRESS, 0), of('EC_POINT_new', ADDRESS, 1)]
  const [e, r, s, w, u1, u2] = [newNumber(), newNumber(), newNumber(), newNumber(), newNumber(), newNumber()]
  const [x, R, ofKey] = [newNumber(), newPoint(curve), newPoint(curve)]
  const text = opened.memory(64)
  const isSum = (own: unknown) =>
    inverse(w, s, n, space) !== 0 &&
    product(u1, e, w, n, space) === 1 &&
    product(u2, r, w, n, space) === 1 &&
    multiple(curve, R, u1, 0, 0, space) === 1 &&
    multiple(own, ofKey, u2, 0, 0, space) === 1 &&
    sum(curve, R, R, ofKey, space) === 1 &&
    affine(curve, R, x, 0, space) === 1 &&
    reduce(x, x, n, space) === 1 &&
    compare(x, r) === 0
  return (own: unknown, digestAddress: number, signature: Uint8Array): boolean => {
    if (!isP256Signature(signature)) return false
    text.bytes.set(signature)
    read(text.address, 32, r)
    read(text.address + 32, 32, s)
    read(digestAddress, 32, e)
    return isSum(own)
  }
}
