import { equalBytes, toHex } from '@vc/crypto'
import { certificateOf, isSameCheckpoint, isSameLink, quorumOf } from '../checkpoints.ts'
import type { Certificate } from '../codec/extension.ts'
import type { Checkpoint, Link, Vote } from '../codec/vote.ts'
import { doVotesConflict } from '../evidence.ts'
import { numberOf } from '../number-of.ts'

/** What the count asks of the shell about blocks. */
export type FinalityGround = {
  readonly checkpointPeriod: number
  /** Are both known, and does the target stand on the source? */
  readonly standsOn: (target: Checkpoint, source: Checkpoint) => boolean
  /** The voters for links from a checkpoint (`votersFor` on its own state); undefined while its body is not at hand. */
  readonly votersOf: (source: Checkpoint) => readonly Uint8Array[] | undefined
}

type Counted = {
  readonly link: Link
  readonly sourceName: string
  readonly votes: Map<string, Vote>
  isProven: boolean
}
type Justified = { readonly point: Checkpoint; readonly voters: readonly Uint8Array[] }

/** What a vote did: it was counted, it is known, its key has no vote there, or it contradicts another of its key. */
export type VoteOutcome =
  | { readonly kind: 'counted' | 'known' | 'old' | 'held' }
  | { readonly kind: 'conflict'; readonly other: Vote }

/**
 * Counts votes towards justified and final checkpoints (consensus.md 14). Votes must be well signed; those whose
 * source is not justified yet, or whose blocks are not known, wait. Final never goes back.
 */
export class FinalityCount {
  readonly #ground: FinalityGround
  readonly #links = new Map<string, Counted>()
  readonly #byKey = new Map<string, Vote[]>()
  readonly #justified = new Map<string, Justified>()
  #highest: Checkpoint
  #final: Checkpoint
  #forgotten: number
  #changes = 0

  /** What stands already: a final checkpoint, and those justified from which links may still start. */
  constructor(
    ground: FinalityGround,
    start: { readonly justified: readonly Checkpoint[]; readonly final: Checkpoint },
  ) {
    this.#ground = ground
    this.#final = start.final
    this.#highest = start.justified.reduce(higher, start.final)
    this.#forgotten = start.justified.reduce(
      (least, { height }) => Math.min(least, height),
      start.final.height,
    )
    for (const point of [start.final, ...start.justified]) this.#justify(point)
  }

  /** The justified checkpoint of greatest height; of equal ones the smaller hash. */
  get justified(): Checkpoint {
    return this.#highest
  }

  get final(): Checkpoint {
    return this.#final
  }

  /** Grows when something becomes justified or final, or is forgotten. */
  get changes(): number {
    return this.#changes
  }

  /** Votes for targets up to here no longer count. */
  get floor(): number {
    return this.#forgotten
  }

  isJustified({ hash }: Checkpoint): boolean {
    return this.#justified.has(toHex(hash))
  }

  /** Two checkpoints of one height are justified: a third of the members broke the rules. */
  rivals(): readonly Checkpoint[] {
    const same = [...this.#justified.values()].filter(({ point }) => point.height === this.#highest.height)
    return same.length > 1 ? same.map(({ point }) => point) : []
  }

  /** Was this very vote of the key counted, or does it wait? */
  knows(vote: Vote): boolean {
    return this.#byKey.get(toHex(vote.key))?.some((other) => isSameLink(other, vote)) ?? false
  }

  /** Are both blocks of a link known, the one on the other? */
  isOfKnown({ source, target }: Link): boolean {
    return this.#ground.standsOn(target, source)
  }

  /** Takes a vote whose signature holds. */
  add(vote: Vote): VoteOutcome {
    if (vote.target.height <= this.#forgotten) return { kind: 'old' }
    const key = toHex(vote.key)
    const mine = this.#byKey.get(key) ?? []
    const same = mine.find((other) => isSameLink(other, vote))
    if (same) return { kind: 'known' }
    const other = mine.find((one) => doVotesConflict(one, vote))
    this.#byKey.set(key, [...mine, vote])
    this.#count(key, vote)
    this.recount()
    if (other) return { kind: 'conflict', other }
    return { kind: this.isJustified(vote.source) ? 'counted' : 'held' }
  }

  /**
   * Takes a block as final on the word of the operator or of the configuration (consensus.md 14, 20). False while its body
   * is not at hand or it does not stand on the final block.
   */
  trust(point: Checkpoint): boolean {
    if (point.height <= this.#final.height || !this.#ground.standsOn(point, this.#final)) return false
    if (!this.#justify(point)) return false
    this.#finalise(point)
    return true
  }

  /** Looks again at every link: new blocks may have come. True when something became justified. */
  recount(): boolean {
    let found = false
    for (let again = true; again; ) {
      again = false
      for (const counted of this.#links.values()) if (this.#tryLink(counted)) again = true
      found ||= again
    }
    return found
  }

  /** Who votes for links from a checkpoint that is justified. */
  votersFrom({ hash }: Checkpoint): readonly Uint8Array[] {
    return this.#justified.get(toHex(hash))?.voters ?? []
  }

  /** Is the key a voter for links from any checkpoint that stands? Who was suspended since votes from those before still. */
  isVoter(key: Uint8Array): boolean {
    return [...this.#justified.values()].some(({ voters }) => voters.some((voter) => equalBytes(voter, key)))
  }

  /** A certificate of a link that has its quorum here. */
  certificate(link: Link): Certificate | undefined {
    const source = this.#justified.get(toHex(link.source.hash))
    const counted = this.#links.get(linkName(link))
    return source && counted && certificateOf(link, [...counted.votes.values()], source.voters)
  }

  /** Links from a checkpoint that have their quorum. */
  provenFrom(source: Checkpoint): readonly Certificate[] {
    const from = [...this.#links.values()].filter(({ link }) => isSameCheckpoint(link.source, source))
    return from.flatMap(({ link }) => this.certificate(link) ?? [])
  }

  /** The certificate of the highest justified checkpoint; undefined when it stood from the beginning. */
  newest(): Certificate | undefined {
    const proven = [...this.#links.values()].find(
      ({ link, isProven }) => isProven && isSameCheckpoint(link.target, this.#highest),
    )
    return proven && this.certificate(proven.link)
  }

  /** The votes that may still matter, for a peer that has just come. */
  votes(): readonly Vote[] {
    return [...this.#byKey.values()].flat()
  }

  /** Lets go what lies below the checkpoint that the final block's branch has recorded as final: no block will ask for it. */
  forgetBelow(height: number): void {
    this.#forgotten = Math.max(this.#forgotten, Math.min(height, this.#final.height))
    this.#changes += 1
    const isOld = (point: Checkpoint) => point.height <= this.#forgotten
    for (const [name, { link }] of this.#links) if (isOld(link.target)) this.#links.delete(name)
    for (const [name, { point }] of this.#justified) {
      if (point.height < this.#forgotten) this.#justified.delete(name)
    }
    for (const [key, votes] of this.#byKey) {
      const open = votes.filter(({ target }) => !isOld(target))
      if (open.length > 0) this.#byKey.set(key, open)
      else this.#byKey.delete(key)
    }
  }

  #count(key: string, vote: Vote): void {
    const name = linkName(vote)
    const counted = this.#links.get(name) ?? {
      link: vote,
      sourceName: toHex(vote.source.hash),
      votes: new Map(),
      isProven: false,
    }
    counted.votes.set(key, vote)
    this.#links.set(name, counted)
  }

  /** Has the link its quorum now, for the first time? */
  #tryLink(counted: Counted): boolean {
    if (counted.isProven) return false
    const { link, votes, sourceName } = counted
    const from = this.#justified.get(sourceName)
    if (!from || votes.size < quorumOf(from.voters.length) || !this.#isStep(from.point, link)) return false
    const heard = from.voters.filter((voter) => votes.has(toHex(voter)))
    if (heard.length < quorumOf(from.voters.length)) return false
    if (!this.#ground.standsOn(link.target, link.source) || !this.#justify(link.target)) return false
    counted.isProven = true
    this.#rise(link)
    return true
  }

  #rise({ source, target }: Link): void {
    this.#highest = higher(this.#highest, target)
    if (target.height === source.height + this.#ground.checkpointPeriod) this.#finalise(source)
  }

  #isStep(from: Checkpoint, { source, target }: Link): boolean {
    const isCheckpoint = target.height % this.#ground.checkpointPeriod === 0
    return from.height === source.height && target.height > source.height && isCheckpoint
  }

  #justify(point: Checkpoint): boolean {
    const voters = this.#ground.votersOf(point)
    if (!voters) return false
    this.#justified.set(toHex(point.hash), { point, voters })
    this.#changes += 1
    return true
  }

  #finalise(point: Checkpoint): void {
    if (point.height <= this.#final.height || !this.#ground.standsOn(point, this.#final)) return
    this.#final = point
    this.#changes += 1
    for (const [name, { point: other }] of this.#justified) {
      const isApart = other.height >= point.height && !this.#ground.standsOn(other, point)
      if (isApart) this.#justified.delete(name)
    }
    this.#highest = [...this.#justified.values()].map((one) => one.point).reduce(higher, point)
  }
}

/** Of greater height; of equal ones the smaller hash. */
function higher(a: Checkpoint, b: Checkpoint): Checkpoint {
  if (a.height !== b.height) return a.height > b.height ? a : b
  return numberOf(a.hash) <= numberOf(b.hash) ? a : b
}

const linkName = ({ source, target }: Link) =>
  `${source.height}:${toHex(source.hash)}:${target.height}:${toHex(target.hash)}`
