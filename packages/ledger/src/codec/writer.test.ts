import { seeded } from '@vc/kernel/testing'
import { expect, it } from 'vitest'
import { Writer } from './writer.ts'

it('what a writer has finished is never written to again, though writers share memory', () => {
  const random = seeded(11)
  const lengths = [0, 1, 64, 65, 300, 1_023, 1_024, 1_025, 4_000, 8_192, 20_000]
  const finished: { readonly bytes: Uint8Array; readonly fill: number }[] = []
  for (let round = 0; round < 400; round += 1) {
    const open = Array.from({ length: 1 + random(3) }, () => ({ writer: new Writer(), fill: random(256) }))
    for (const { writer, fill } of open) {
      if (random(4) === 0) writer.u64(7n).restart()
      const length = lengths[random(lengths.length)] ?? 0
      for (let left = length; left > 0; left -= 100)
        writer.bytes(new Uint8Array(Math.min(left, 100)).fill(fill))
      expect(writer.length).toBe(length)
      expect(writer.written().every((byte) => byte === fill)).toBe(true)
    }
    for (const { writer, fill } of open) finished.push({ bytes: writer.finish(), fill })
  }
  for (const { bytes, fill } of finished) expect(bytes.every((byte) => byte === fill)).toBe(true)
})

it('a writer finishes once', () => {
  const writer = new Writer().u8(1)
  expect([...writer.finish()]).toEqual([1])
  expect(() => writer.finish()).toThrow('finishes once')
  expect(() => writer.u8(1)).toThrow()
})
