import { assert } from '@vc/kernel'
import { ADDRESS, type Libcrypto, pointerFunction } from './libcrypto.ts'

/** Bytes of the longest number: an exponent of q·ℓ. */
const longest = 512
const wide = 256

/** A number of OpenSSL, by its address. */
export type BigNumber = unknown

/** An odd modulus, and its form for Montgomery's product. */
export type Modulus = { readonly value: BigNumber; readonly form: unknown }

/** OpenSSL's big numbers, made once and used again: nothing is ever given back. */
export type BigNumbers = {
  readonly create: () => BigNumber
  /** Memory for what lies between. */
  readonly space: unknown
  /** Writes a number of at most 512 bytes. */
  readonly put: (place: BigNumber, value: bigint) => void
  readonly putBytes: (place: BigNumber, bytes: Uint8Array) => void
  /** Reads a number of at most 256 bytes. */
  readonly get: (place: BigNumber) => bigint
  readonly modulus: () => Modulus
  readonly setModulus: (modulus: Modulus, value: bigint) => void
  /** A function of the library that takes so many pointers. */
  readonly of: (name: string, result: string, count: number) => (...addresses: readonly unknown[]) => unknown
}

/** Opens the numbers. Throws where the library lacks a part. */
export function bigNumbers(opened: Libcrypto): BigNumbers {
  const of: BigNumbers['of'] = (name, result, count) => pointerFunction(opened, name, result, count)
  const create = of('BN_new', ADDRESS, 0)
  const space = of('BN_CTX_new', ADDRESS, 0)()
  const crossing = crossingBy(opened)
  const [newForm, prepare] = [of('BN_MONT_CTX_new', ADDRESS, 0), of('BN_MONT_CTX_set', 'int', 3)]
  return {
    ...crossing,
    of,
    create,
    space,
    modulus: () => ({ value: create(), form: newForm() }),
    setModulus: (modulus, value) => {
      crossing.put(modulus.value, value)
      assert(prepare(modulus.form, modulus.value, space) === 1, 'an odd modulus')
    },
  }
}

/** There and back through hex, which the engine reads and writes at once. */
function crossingBy({ library, memory }: Libcrypto): Pick<BigNumbers, 'put' | 'putBytes' | 'get'> {
  const read = library.func('BN_bin2bn', ADDRESS, [ADDRESS, 'int', ADDRESS])
  const write = library.func('BN_bn2binpad', 'int', [ADDRESS, ADDRESS, 'int'])
  const text = memory(longest)
  const hex = Buffer.from(text.bytes.buffer)
  return {
    put(place, value) {
      const digits = value.toString(16)
      const length = hex.write(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex')
      assert(2 * length >= digits.length, 'a number of at most 512 bytes')
      read(text.address, length, place)
    },
    putBytes(place, bytes) {
      text.bytes.set(bytes)
      read(text.address, bytes.length, place)
    },
    get(place) {
      assert(write(place, text.address, wide) === wide, 'a number of at most 256 bytes')
      return BigInt(`0x${hex.toString('hex', 0, wide)}`)
    },
  }
}
