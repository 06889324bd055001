import { toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { type CertificateTransfer, certificateKey, encodeCertificateTransfer } from '@vc/ledger'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { firstHand, followTransfers, type Hand } from './follow-transfers.ts'
import { sizeOf } from './split-range.ts'

const id = (n: number) => n.toString(16).padStart(32, '0')
const issue = id(99)
const range = { station: '风电-1', first: 1n, last: 100n, fromPeriod: '2026-01', toPeriod: '2026-02' }
const start = firstHand(id(1), range)
const record = (hand: Hand, given: bigint, to: string, change: Partial<CertificateTransfer> = {}) => {
  const { station, first, last, holder } = hand
  const transfer = { station, first, last, given, from: holder, to, ...change }
  return { key: certificateKey(issue, hand.holding), value: encodeCertificateTransfer(transfer) }
}

test('however often a range is handed on and split, each certificate has one holder, and none is lost', () => {
  const steps = fc.array(
    fc.record({ who: fc.nat(50), count: fc.nat(120), to: fc.integer({ min: 1, max: 5 }) }),
    {
      maxLength: 25,
    },
  )
  fc.assert(
    fc.property(steps, fc.bigInt(1n, 100n), (moves, serial) => {
      let hands: readonly Hand[] = [start]
      const trail: ReturnType<typeof record>[] = []
      for (const { who, count, to } of moves) {
        const hand = must(hands[who % hands.length], 'there is always one')
        if (hand.holder === id(to) || count === 0 || BigInt(count) > sizeOf(hand)) continue
        const moved = record(hand, hand.first + BigInt(count) - 1n, id(to))
        const ends = [hand.first, hand.first + BigInt(count)].filter((one) => one <= hand.last)
        const parts = ends.map((one) => {
          const after = followTransfers(issue, hand, one, [moved])
          return must(after.ok ? after.value[1] : undefined, 'a part')
        })
        if (hand.first <= serial && serial <= hand.last) trail.push(moved)
        hands = [...hands.filter((one) => one !== hand), ...parts]
      }
      expect(hands.reduce((sum, hand) => sum + sizeOf(hand), 0n)).toBe(100n)
      const holding = hands.filter(({ first, last }) => first <= serial && serial <= last)
      expect(holding).toHaveLength(1)
      const followed = followTransfers(issue, start, serial, trail)
      expect(followed.ok && followed.value.at(-1)?.holding).toBe(holding[0]?.holding)
    }),
  )
})

test('a record of another holding, of another giver or of another issue leads nowhere', () => {
  const good = record(start, 40n, id(2))
  expect(followTransfers(issue, start, 7n, [good])).toMatchObject({ ok: true })
  const wrong = [
    record(start, 40n, id(2), { from: id(3) }),
    record(start, 40n, id(2), { last: 90n }),
    record(start, 40n, id(2), { station: '风电-2' }),
    { ...good, key: certificateKey(id(98), start.holding) },
    { ...good, key: certificateKey(issue, toHex(new Uint8Array(32))) },
  ]
  for (const one of wrong)
    expect(followTransfers(issue, start, 7n, [one])).toMatchObject({ refusal: { code: 'transfer-other' } })
  const unreadable = { ...good, value: new Uint8Array(32) }
  expect(followTransfers(issue, start, 7n, [unreadable])).toMatchObject({
    refusal: { code: 'transfer-unreadable' },
  })
})
