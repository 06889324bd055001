import { seeded } from '@vc/kernel/testing'
import { expect, test } from 'vitest'
import type { Element, Kind, Layer, Transaction } from '../transaction.ts'
import { decodeTransaction, encodeTransaction } from './transaction.ts'

const random = seeded(7)
const bytes = (length: number) => Uint8Array.from({ length }, () => random(256))
const times = <T>(count: number, make: () => T) => Array.from({ length: count }, make)

function sample(): Transaction {
  const inputs = times(random(4), () => ({ txid: bytes(32), index: random(9), sequence: random(2 ** 30) }))
  return {
    version: 1,
    layer: random(3) as Layer,
    kind: random(7) as Kind,
    bundle: bytes(32),
    inputs,
    outputs: times(random(4), () => ({
      element: random(3) as Element,
      amount: BigInt(random(2 ** 30)) << 22n,
      script: bytes(random(300)),
    })),
    premium: BigInt(random(1000)),
    lockTime: random(2 ** 30),
    witnesses: inputs.map(() => times(random(4), () => bytes(random(600)))),
    acceptances: times(random(3), () => ({ output: random(4), key: bytes(33), signature: bytes(64) })),
  }
}

test('what is encoded decodes to the same transaction and the same bytes', () => {
  for (const transaction of times(200, sample)) {
    const encoded = encodeTransaction(transaction)
    const decoded = decodeTransaction(encoded, 100_000)
    expect(decoded).toEqual({ ok: true, value: transaction })
    expect(decoded.ok && encodeTransaction(decoded.value)).toEqual(encoded)
  }
})

test('a transaction cut anywhere is truncated at or before the cut', () => {
  const encoded = encodeTransaction(sample())
  for (let cut = 0; cut < encoded.length; cut += 1) {
    const decoded = decodeTransaction(encoded.subarray(0, cut), 100_000)
    expect(decoded).toMatchObject({ ok: false, refusal: { code: 'truncated' } })
    expect(decoded.ok ? cut + 1 : decoded.refusal.facts.at).toBeLessThanOrEqual(cut)
  }
})

test('a byte more is trailing, and a limit below the length is refused first', () => {
  const encoded = encodeTransaction(sample())
  const longer = new Uint8Array([...encoded, 0])
  expect(decodeTransaction(longer, 100_000)).toMatchObject({
    refusal: { code: 'trailing', facts: { at: encoded.length } },
  })
  expect(decodeTransaction(encoded, encoded.length - 1)).toMatchObject({
    refusal: { code: 'size', facts: { bytes: encoded.length, limit: encoded.length - 1 } },
  })
})
