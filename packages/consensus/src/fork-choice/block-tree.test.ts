import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BlockTree } from './block-tree.ts'
import type { TreeBlock } from './tree-block.ts'

const nameOf = (number: number) => number.toString(16).padStart(8, '0')
const ROOT: TreeBlock = {
  name: nameOf(0),
  parent: 'below',
  height: 0,
  time: 0,
  work: 5n,
  isBurn: false,
  stakeAmount: 0n,
  proof: 0n,
}

type Known = TreeBlock & {
  readonly isLate: boolean
  readonly body: 'missing' | 'good' | 'invalid'
  readonly isSilent: boolean
  readonly isDisowned: boolean
}

/** The rules of consensus.md 12 read word for word, over a plain list, with nothing remembered. */
const model = (blocks: readonly Known[], window: number) => {
  const children = (name: string) => blocks.filter(({ parent }) => parent === name)
  const isDisowned = (name: string): boolean => {
    const block = blocks.find((one) => one.name === name)
    return block !== undefined && (block.isDisowned || isDisowned(block.parent))
  }
  const weight = (name: string): bigint => {
    const block = blocks.find((one) => one.name === name)
    if (!block) return 0n
    const own = block.isSilent || isDisowned(name) ? 0n : block.work
    return children(name).reduce((sum, child) => sum + weight(child.name), own)
  }
  const asNumber = (name: string) => Buffer.from(name, 'hex').readUInt32LE()
  /** Is `a` before `b` among these, which have one weight? */
  const isBefore = (a: Known, b: Known, among: readonly Known[]): boolean => {
    if (a.isLate !== b.isLate) return b.isLate
    if (a.isBurn !== b.isBurn) return a.isBurn
    const such = among.filter((one) => one.isLate === a.isLate && one.isBurn === a.isBurn)
    const first = Math.min(...such.map(({ time }) => time))
    const [inA, inB] = [a.time - first <= window, b.time - first <= window]
    if (inA !== inB) return inA
    if (inA && a.stakeAmount !== b.stakeAmount) return a.stakeAmount > b.stakeAmount
    if (a.time !== b.time) return a.time < b.time
    if (a.proof !== b.proof) return a.proof < b.proof
    return asNumber(a.name) < asNumber(b.name)
  }
  const head = (name: string): string => {
    const open = children(name).filter((one) => one.body === 'good' && !one.isDisowned)
    const heavy = open.filter((one) => open.every((other) => weight(other.name) <= weight(one.name)))
    const best = heavy.find((one) => heavy.every((other) => other === one || isBefore(one, other, heavy)))
    return best ? head(best.name) : name
  }
  return { head, weight }
}

const known = fc.record({
  parent: fc.nat(),
  work: fc.bigInt({ min: 1n, max: 3n }),
  isBurn: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  isLate: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
  body: fc.constantFrom<Known['body']>('good', 'good', 'good', 'good', 'missing', 'invalid'),
  isSilent: fc.integer({ min: 0, max: 7 }).map((n) => n === 0),
  isDisowned: fc.integer({ min: 0, max: 15 }).map((n) => n === 0),
  later: fc.integer({ min: 1, max: 6 }),
  stakeAmount: fc.bigInt({ min: 1n, max: 3n }),
  proof: fc.bigInt({ min: 0n, max: 1n }),
})

/** Blocks on random parents among those before them; few values, so that ties are common. */
const trees = fc.array(known, { maxLength: 40 }).map((list) => {
  const blocks: Known[] = []
  for (const [at, { parent, later, ...rest }] of list.entries()) {
    const under: TreeBlock = [ROOT, ...blocks][parent % (blocks.length + 1)] ?? ROOT
    const place = { parent: under.name, height: under.height + 1, time: under.time + later }
    blocks.push({ ...rest, ...place, name: nameOf((at + 1) * 7919) })
  }
  return blocks
})

function planted(blocks: readonly Known[]): BlockTree {
  const tree = new BlockTree(ROOT)
  for (const block of blocks) {
    tree.add(block, { isLate: block.isLate })
    if (block.body !== 'missing') tree.judged(block.name, block.body === 'good')
    if (block.isSilent) tree.silence(block.name)
    if (block.isDisowned) tree.disown(block.name)
  }
  return tree
}

describe('the fork choice', () => {
  it('finds head and weights of the slow model in any tree, from any block', () => {
    fc.assert(
      fc.property(trees, fc.integer({ min: 0, max: 5 }), fc.nat(), (blocks, window, pick) => {
        const tree = planted(blocks)
        const slow = model(blocks, window)
        const from = [ROOT, ...blocks][pick % (blocks.length + 1)] ?? ROOT
        expect(tree.head(from.name, window)).toBe(slow.head(from.name))
        for (const { name } of blocks) expect(tree.weight(name)).toBe(slow.weight(name))
      }),
      { numRuns: 1_000 },
    )
  })

  it('comes to one head whatever the order in which blocks arrive', () => {
    fc.assert(
      fc.property(trees, fc.infiniteStream(fc.nat()), (blocks, order) => {
        const waiting = [...blocks]
        const arrived: Known[] = []
        while (waiting.length > 0) {
          const ready = waiting.filter(
            ({ parent }) => parent === ROOT.name || arrived.some(({ name }) => name === parent),
          )
          const next = ready[(order.next().value ?? 0) % ready.length]
          if (!next) throw new Error('a tree has a next block')
          arrived.push(...waiting.splice(waiting.indexOf(next), 1))
        }
        expect(planted(arrived).head(ROOT.name, 3)).toBe(planted(blocks).head(ROOT.name, 3))
      }),
      { numRuns: 300 },
    )
  })

  it('chooses above a new root as it chose from there before, and says who is gone', () => {
    fc.assert(
      fc.property(trees, fc.nat(), (blocks, pick) => {
        const tree = planted(blocks)
        const root = [ROOT, ...blocks][pick % (blocks.length + 1)] ?? ROOT
        const standing = blocks.filter(({ name }) => tree.standsOn(name, root.name))
        const isFree = !blocks.some((one) => one.isDisowned && tree.standsOn(root.name, one.name))
        const before = tree.head(root.name, 3)
        const gone = tree.prune(root.name)
        if (isFree) expect(tree.head(root.name, 3)).toBe(before)
        expect(tree.size + gone.length).toBe(blocks.length + 1)
        for (const { name } of standing) expect(gone).not.toContain(name)
      }),
    )
  })

  it('knows where two branches part', () => {
    fc.assert(
      fc.property(trees, fc.nat(), fc.nat(), (blocks, first, second) => {
        fc.pre(blocks.length > 0)
        const tree = planted(blocks)
        const [a, b] = [blocks[first % blocks.length]?.name ?? '', blocks[second % blocks.length]?.name ?? '']
        const common = tree.commonOf(a, b)
        expect(tree.standsOn(a, common) && tree.standsOn(b, common)).toBe(true)
        for (const { name } of tree.childrenOf(common)) {
          expect(tree.standsOn(a, name) && tree.standsOn(b, name)).toBe(false)
        }
      }),
    )
  })

  it('walks into a disowned block again once it stands for ever', () => {
    const block = (n: number, parent: string, height: number): TreeBlock => ({
      ...ROOT,
      name: nameOf(n),
      parent,
      height,
      time: height,
    })
    const tree = new BlockTree(ROOT)
    for (const one of [block(1, ROOT.name, 1), block(2, ROOT.name, 1), block(3, nameOf(1), 2)]) {
      tree.add(one, { isLate: false })
      tree.judged(one.name, true)
    }
    expect(tree.head(ROOT.name, 3)).toBe(nameOf(3))
    tree.disown(nameOf(1))
    expect([tree.head(ROOT.name, 3), tree.weight(nameOf(1)), tree.weight(nameOf(3))]).toEqual([
      nameOf(2),
      0n,
      0n,
    ])
    tree.disown(nameOf(1), false)
    expect(tree.head(ROOT.name, 3)).toBe(nameOf(3))
  })
})
