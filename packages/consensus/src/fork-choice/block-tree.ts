import { assert, must } from '@vc/kernel'
import { preferVersion, type Version } from './prefer-version.ts'
import type { TreeBlock } from './tree-block.ts'

type Node = TreeBlock & {
  isLate: boolean
  body: 'missing' | 'good' | 'invalid'
  isSilent: boolean
  isDisowned: boolean
  readonly children: Node[]
}

/**
 * The headers that stand on one block, with what this node knows of them, and the head that GHOST finds among them
 * (consensus.md 12). The shell decides what enters: valid headers whose parent is here.
 */
export class BlockTree {
  /** In the order of arrival: a parent before its children. */
  #nodes = new Map<string, Node>()
  #root: Node
  #changes = 0
  #weights: ReadonlyMap<string, bigint> | undefined

  /** `root`: a final block. */
  constructor(root: TreeBlock) {
    this.#root = nodeOf(root, false, 'good')
    this.#nodes.set(root.name, this.#root)
  }

  get root(): TreeBlock {
    return this.#root
  }

  get size(): number {
    return this.#nodes.size
  }

  /** Grows with whatever changes here. */
  get changes(): number {
    return this.#changes
  }

  #changed(): void {
    this.#changes += 1
    this.#weights = undefined
  }

  /** Takes a header whose parent is here. One that is known changes nothing. */
  add(block: TreeBlock, { isLate }: { readonly isLate: boolean }): void {
    if (this.#nodes.has(block.name)) return
    const parent = must(this.#nodes.get(block.parent), 'the parent is in the tree')
    assert(block.height === parent.height + 1, 'a block is one above its parent')
    const node = nodeOf(block, isLate, 'missing')
    this.#nodes.set(block.name, node)
    parent.children.push(node)
    this.#changed()
  }

  has(name: string): boolean {
    return this.#nodes.has(name)
  }

  find(name: string): TreeBlock | undefined {
    return this.#nodes.get(name)
  }

  blocks(): readonly TreeBlock[] {
    return [...this.#nodes.values()]
  }

  childrenOf(name: string): readonly TreeBlock[] {
    return this.#at(name).children
  }

  bodyOf(name: string): 'missing' | 'good' | 'invalid' {
    return this.#at(name).body
  }

  /** The body is at hand and was found valid, or not. */
  judged(name: string, isValid: boolean): void {
    this.#at(name).body = isValid ? 'good' : 'invalid'
    this.#changed()
  }

  /** Its draw was signed twice: it weighs nothing; what stands on it keeps its weight (section 13). */
  silence(name: string): void {
    const node = this.#nodes.get(name)
    if (node) node.isSilent = true
    this.#changed()
  }

  /** It and what stands on it weigh nothing and are not walked into (section 15). */
  disown(name: string, isDisowned = true): void {
    const node = this.#nodes.get(name)
    if (node) node.isDisowned = isDisowned
    this.#changed()
  }

  /** Does `name` stand on `ancestor`, or are they one? Both must be known. */
  standsOn(name: string, ancestor: string): boolean {
    const below = this.#nodes.get(ancestor)
    return below !== undefined && this.ancestorAt(name, below.height) === ancestor
  }

  /** Name of the block of a height on the branch of `name`; undefined above it and below the root. */
  ancestorAt(name: string, height: number): string | undefined {
    let node = this.#nodes.get(name)
    while (node && node.height > height) node = this.#nodes.get(node.parent)
    return node?.height === height ? node.name : undefined
  }

  /** The last block that both branches have; both must be known. */
  commonOf(a: string, b: string): string {
    let [left, right] = [this.#at(a), this.#at(b)]
    while (left !== right) {
      if (left.height >= right.height) left = this.#at(left.parent)
      else right = this.#at(right.parent)
    }
    return left.name
  }

  /** W of a block: its weight and that of all that stands on it. */
  weight(name: string): bigint {
    return must(this.#weigh().get(name), 'the block is in the tree')
  }

  /** From a block, the justified one, step by step to the heaviest version at hand until there is none. */
  head(from: string, versionWindow: number): string {
    const totals = this.#weigh()
    let node = this.#at(from)
    for (;;) {
      const open = node.children.filter(({ body, isDisowned }) => body === 'good' && !isDisowned)
      const versions = open.map((child): Version => ({ ...child, total: totals.get(child.name) ?? 0n }))
      const next = preferVersion(versions, versionWindow)
      if (!next) return node.name
      node = this.#at(next.name)
    }
  }

  /** Makes a block the root; gives the names of what does not stand on it, the old root's way included. */
  prune(root: string): readonly string[] {
    const next = this.#at(root)
    const kept = new Set<string>()
    const open = [next]
    for (let node = open.pop(); node; node = open.pop()) {
      kept.add(node.name)
      open.push(...node.children)
    }
    const gone = [...this.#nodes.keys()].filter((name) => !kept.has(name))
    for (const name of gone) this.#nodes.delete(name)
    this.#root = next
    this.#changed()
    return gone
  }

  #weigh(): ReadonlyMap<string, bigint> {
    this.#weights ??= this.#weighAll()
    return this.#weights
  }

  #weighAll(): ReadonlyMap<string, bigint> {
    const nodes = [...this.#nodes.values()]
    const disowned = new Set<string>()
    for (const { name, parent, isDisowned } of nodes)
      if (isDisowned || disowned.has(parent)) disowned.add(name)
    const totals = new Map<string, bigint>()
    for (const { name, parent, work, isSilent } of nodes.reverse()) {
      const own = isSilent || disowned.has(name) ? 0n : work
      const total = own + (totals.get(name) ?? 0n)
      totals.set(name, total)
      totals.set(parent, total + (totals.get(parent) ?? 0n))
    }
    return totals
  }

  #at(name: string): Node {
    return must(this.#nodes.get(name), 'the block is in the tree')
  }
}

function nodeOf(block: TreeBlock, isLate: boolean, body: Node['body']): Node {
  return { ...block, isLate, body, isSilent: false, isDisowned: false, children: [] }
}
