import type { SignatureChecks } from '@vc/crypto'
import { fromHex } from '@vc/crypto'
import { failpoints, forkFailpoints } from '../src/failpoints.ts'
import { adversaries, Forger } from './adversaries.ts'
import { Client } from './client.ts'
import { Events } from './events.ts'
import { found } from './found.ts'
import { Links } from './links.ts'
import { Member, type World } from './member.ts'
import { type Random, randomOf } from './random.ts'
import { Watch } from './watch.ts'

/** Milliseconds of the run in which everything may fail, and after which all must be well again. */
const STORM = 60_000
const CALM = 60_000
/** A payment acknowledged so long before the end is final at the end. */
const SETTLED = 40_000
const START = 1_800_000_000_000
const SECOND = 1_000

export type Outcome = {
  readonly seed: number
  /** Empty: everything held. */
  readonly failures: readonly string[]
  readonly height: number
  readonly final: number
  readonly acknowledged: number
  /** Hash of the highest final block of the first honest member: the same for the same seed. */
  readonly digest: string
}

/** How the world is worse than the specification allows: planted defects, for the test of the test. */
export type Planted = { readonly forgetfulDisk?: boolean; readonly anySignature?: boolean }

/** One run: a network of members of which fewer than a third cheat, a storm, then calm. */
export function runSeed(seed: number, checks: SignatureChecks, planted: Planted = {}): Outcome {
  const random = randomOf(seed)
  const events = new Events(START)
  const watch = new Watch()
  const count = 4 + random.below(4)
  const founded = found({
    seed: `sim ${seed}`,
    stakes: Array.from({ length: count }, () => 10n ** 9n + BigInt(random.below(1_000_000_000))),
    coins: 6,
    time: START / 1_000,
    blocks: 600,
  })
  const links = new Links(events, random.fork('links'))
  const blind: SignatureChecks = { ...checks, schnorr: () => true }
  const world: World = {
    events,
    links,
    watch,
    founded,
    random,
    checks: planted.anySignature ? blind : checks,
  }
  const most = Math.floor((count - 1) / 3)
  const cheats = planted.anySignature ? most : random.below(most + 1)
  const kinds = planted.anySignature ? [Forger] : adversaries
  const faults = { forgetful: planted.forgetfulDisk ?? false }
  const members = founded.keys.map((_, at) =>
    at >= cheats ? new Member(world, at, faults) : new (random.pick(kinds))(world, at),
  )
  const honest = members.slice(cheats)
  for (const member of members) links.join(member)
  for (const member of members) member.start()
  const client = new Client(world, honest)
  every(events, 3 * SECOND, () => client.step())
  every(events, 5 * SECOND, () => links.greetAll())
  every(events, SECOND, () => look(watch, honest))
  storm({ world, honest, random: random.fork('storm') })
  events.runUntil(START + STORM)
  const before = watch.highestFinal
  calm(links, honest)
  events.runUntil(START + STORM + CALM)
  judge(watch, honest, client, before)
  return outcome(seed, watch, honest, client)
}

function every(events: Events, ms: number, act: () => void): void {
  const again = () => {
    act()
    events.after(ms, again)
  }
  events.after(ms, again)
}

function look(watch: Watch, honest: readonly Member[]): void {
  for (const { name, running } of honest) if (running) watch.look(name, running)
}

type Weather = { readonly world: World; readonly honest: readonly Member[]; readonly random: Random }

/** Losses, partitions in one or both directions, ends of processes in the middle of what they do. */
function storm({ world, honest, random }: Weather): void {
  const { events, links } = world
  links.losses = random.pick([0, 0, 50, 200])
  links.delay = random.pick([50, 300, 1_500])
  const parts = random.below(4)
  for (let part = 0; part < parts; part += 1) {
    const begin = random.below(STORM - 15 * SECOND)
    events.after(begin, () => divide(world, random))
    events.after(begin + 5 * SECOND + random.below(30 * SECOND), () => links.openAll())
  }
  const ends = random.below(6)
  for (let end = 0; end < ends; end += 1) {
    const member = random.pick(honest)
    const at = random.below(STORM - 5 * SECOND)
    const steps = [...failpoints, ...forkFailpoints]
    events.after(at, () => (random.chance(300) ? member.kill() : member.killSoon(steps)))
    events.after(at + SECOND + random.below(12 * SECOND), () => member.start())
  }
}

function divide({ links, founded }: World, random: Random): void {
  const names = founded.keys.map((_, at) => `member ${at}`)
  const left = names.filter(() => random.chance(500))
  const isOneWay = random.chance(300)
  for (const from of left) {
    for (const to of names.filter((name) => !left.includes(name))) {
      links.close(from, to)
      if (!isOneWay) links.close(to, from)
    }
  }
}

function calm(links: Links, honest: readonly Member[]): void {
  links.openAll()
  links.losses = 0
  links.delay = 200
  for (const member of honest) {
    member.kill()
    member.start()
  }
}

/** After the calm: finality went on, the honest agree, and what was acknowledged is final. */
function judge(watch: Watch, honest: readonly Member[], client: Client, before: number): void {
  look(watch, honest)
  if (watch.highestFinal <= before + 2)
    watch.fail(`nothing became final after healing: ${watch.highestFinal}`)
  const finals = honest.map(({ running }) => running?.chain.finality.final.height ?? -1)
  if (Math.min(...finals) <= before) watch.fail(`an honest member stays behind: ${finals.join()}`)
  const first = honest[0]?.running
  const settled = client.acknowledged.filter(({ at }) => at <= START + STORM + CALM - SETTLED)
  const lost = settled.filter(({ txid }) => {
    const found = first?.face.transaction(fromHex(txid))
    return found?.state !== 'block' || !found.final
  })
  if (lost.length > 0) watch.fail(`${lost.length} of ${settled.length} acknowledged payments are not final`)
}

function outcome(seed: number, watch: Watch, honest: readonly Member[], client: Client): Outcome {
  const chain = honest[0]?.running?.chain
  const final = chain?.finality.final
  return {
    seed,
    failures: watch.failures,
    height: chain?.head.height ?? 0,
    final: final?.height ?? 0,
    acknowledged: client.acknowledged.length,
    digest: final ? Buffer.from(final.hash).toString('hex') : '',
  }
}
