import { describe, expect, it } from 'vitest'
import { HeldBlocks } from './held-blocks.ts'
import { HeldTransactions } from './held-transactions.ts'

const MIB = 2 ** 20
const bytesOf = (length: number) => new Uint8Array(length)

describe('blocks that wait', () => {
  const block = (name: string, from: string, length = 1) => ({
    ...{ name, parent: `below ${name}`, bytes: bytesOf(length), from, time: 10 },
  })

  it('are 256 of each peer, and who fills its places takes none of the others', () => {
    const held = new HeldBlocks()
    for (let n = 0; n < 256; n += 1) expect(held.hold(block(`a${n}`, 'a'), 0)).toBe(true)
    expect(held.hold(block('a256', 'a'), 0)).toBe(false)
    expect(held.hold(block('a0', 'a'), 0)).toBe(true)
    expect(held.hold(block('b0', 'b'), 0)).toBe(true)
    expect(held.all()).toHaveLength(257)
    expect(held.takeOn('below a7').map(({ name }) => name)).toEqual(['a7'])
    expect(held.hold(block('a256', 'a'), 0)).toBe(true)
  })

  it('are 16 MiB of each peer', () => {
    const held = new HeldBlocks()
    for (const name of ['a0', 'a1', 'a2', 'a3']) expect(held.hold(block(name, 'a', 4 * MIB), 0)).toBe(true)
    expect(held.hold(block('a4', 'a'), 0)).toBe(false)
    expect(held.hold(block('b0', 'b', 16 * MIB), 0)).toBe(true)
    expect(held.hold(block('b1', 'b'), 0)).toBe(false)
  })

  const count = (held: HeldBlocks) => {
    const counts = new Map<string, number>()
    for (const { from } of held.all()) counts.set(from, (counts.get(from) ?? 0) + 1)
    return Object.fromEntries(counts)
  }

  it('are 1,024 of all peers, and nobody pushes out what holds less than its own', () => {
    const held = new HeldBlocks()
    for (let n = 0; n < 100; n += 1) held.hold(block(`few${n}`, 'few'), 0)
    for (const from of ['a', 'b', 'c', 'd', 'e'])
      for (let n = 0; n < 256; n += 1) held.hold(block(`${from}${n}`, from), 0)
    expect(held.all()).toHaveLength(1_024)
    const { few, ...others } = count(held)
    expect(few).toBe(100)
    for (const one of Object.values(others)) expect([184, 185]).toContain(one)
    // The first of each are still there: what they wait for is nearest.
    for (const from of ['a', 'b', 'c', 'd', 'e']) expect(held.has(`${from}0`)).toBe(true)
    for (let n = 0; n < 256; n += 1) held.hold(block(`late${n}`, 'late'), 0)
    expect(count(held)).toMatchObject({ few: 100 })
    expect(held.all()).toHaveLength(1_024)
    expect(held.hold(block('few100', 'few'), 0)).toBe(true)
    expect(held.all()).toHaveLength(1_024)
  })

  it('are 64 MiB of all peers, by the same rule', () => {
    const held = new HeldBlocks()
    held.hold(block('small', 'small', MIB), 0)
    for (const from of ['a', 'b', 'c', 'd', 'e', 'f'])
      for (let n = 0; n < 4; n += 1) held.hold(block(`${from}${n}`, from, 4 * MIB), 0)
    const bytes = held.all().reduce((sum, one) => sum + one.bytes.length, 0)
    expect(bytes).toBeLessThanOrEqual(64 * MIB)
    expect(bytes).toBeGreaterThan(56 * MIB)
    expect(held.has('small')).toBe(true)
    expect(held.has('f0')).toBe(true)
    expect(held.hold(block('giant', 'giant', 16 * MIB), 0)).toBe(false)
    expect(held.has('f0')).toBe(true)
  })

  it('wait for ten minutes', () => {
    const held = new HeldBlocks()
    for (let n = 0; n < 256; n += 1) held.hold(block(`a${n}`, 'a'), 0)
    expect(held.hold(block('late', 'a'), 599)).toBe(false)
    expect(held.hold(block('late', 'a'), 600)).toBe(true)
    expect(held.all().map(({ name }) => name)).toEqual(['late'])
  })
})

describe('transactions that wait', () => {
  const hold = (held: HeldTransactions, name: string, from: string, length = 1, now = 0) =>
    held.hold(name, { legs: [bytesOf(length)], from }, now)
  const whose = (held: HeldTransactions) => {
    const count = new Map<string, number>()
    for (const { from } of held.takeAll(0)) count.set(from, (count.get(from) ?? 0) + 1)
    return Object.fromEntries(count)
  }

  it('are 4,096, and a peer that sends more pushes out its own only', () => {
    const held = new HeldTransactions()
    for (let n = 0; n < 100; n += 1) hold(held, `b${n}`, 'b')
    for (let n = 0; n < 10_000; n += 1) hold(held, `a${n}`, 'a')
    expect(held.size).toBe(4_096)
    for (let n = 0; n < 100; n += 1) hold(held, `c${n}`, 'c')
    expect(whose(held)).toEqual({ a: 3_896, b: 100, c: 100 })
  })

  it('are 16 MiB, and who holds most of them makes room with its oldest', () => {
    const held = new HeldTransactions()
    hold(held, 'b', 'b', 2 * MIB)
    for (let n = 0; n < 14; n += 1) hold(held, `a${n}`, 'a', MIB)
    hold(held, 'c', 'c', 3 * MIB)
    hold(held, 'too large', 'd', 16 * MIB + 1)
    const left = held.takeAll(0)
    expect(left.map(({ from }) => from).join('')).toBe(`b${'a'.repeat(11)}c`)
    expect(held.size).toBe(0)
  })

  it('are the newest of a peer, in their order, each once, for ten minutes', () => {
    const held = new HeldTransactions()
    for (let n = 0; n < 4_097; n += 1) hold(held, `a${n}`, 'a', 1 + (n % 7))
    hold(held, 'a4096', 'a', 99)
    const lengths = held.takeAll(599).map(({ legs }) => legs[0]?.length)
    expect(lengths).toEqual(Array.from({ length: 4_096 }, (_, n) => 1 + ((n + 1) % 7)))
    hold(held, 'old', 'a', 1, 0)
    hold(held, 'new', 'a', 1, 1)
    expect(held.takeAll(600)).toHaveLength(1)
  })
})
