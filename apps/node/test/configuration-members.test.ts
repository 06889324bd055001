import { netValue } from '@vc/consensus'
import { fromHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { joinBySnapshot } from '../src/join/join.ts'
import { joiningCore } from '../src/join/joining-core.ts'
import { openNode } from '../src/node.ts'
import { buildSnapshot } from '../src/snapshots/build-snapshot.ts'
import { shelve } from '../src/snapshots/shelf.ts'
import { openMemoryStore } from '../src/storage/memory-store.ts'
import { openTurns } from '../src/turns.ts'
import { memoryMembers } from './hostile/memory-members.ts'
import { payToSelf } from './transfers.ts'

/** What blocks come to have at most, which is less than some had before. */
const MOST = 3_000
const quiet = pino({ level: 'silent' })
const text = (changes: object, vote: { from: number; to: number }, more: object = {}) =>
  JSON.stringify({
    title: { en: 'Smaller transactions', zh: '更小的交易' },
    reason: { en: 'Nobody needs more.', zh: '已经够用。' },
    group: null,
    vote: { ...vote, threshold: 750 },
    from: vote.to + 6,
    protocol: 1,
    changes,
    trial: {},
    ...more,
  })

it('members hear of a proposal, vote with their blocks and change together; who stays stops, and who comes later follows', async () => {
  const shelf = openMemoryStore()
  const world = await memoryMembers({
    ...{ members: 4, nodes: 3, isPaying: false },
    parameters: { activationDelay: 6 },
    shelves: [shelf, shelf],
  })
  const at = (member: number) => must(world.all[member], 'a node').node
  const face = (member: number) => at(member).face
  const height = () => at(0).chain.head.height
  const until = async (isDone: () => boolean) => {
    for (let second = 0; second < 400 && !isDone(); second += 1) await world.second()
    expect(isDone()).toBe(true)
  }
  await until(() => height() >= 2)
  const from = height() + 9
  const vote = { from, to: from + 29 }
  const made = face(0).propose(text({ maxTransactionBytes: 700, maxBlockBytes: MOST }, vote))
  const rival = face(1).propose(text({ maxTransactionBytes: 60_000 }, vote, { group: 'size' }))
  if (!made.accepted || !rival.accepted) throw new Error('refused')
  await until(() => world.all.every(({ node }) => node.face.configuration().proposals.length === 2))
  expect(
    face(2)
      .configuration()
      .proposals.map(({ state }) => state),
  ).toEqual(['soon', 'soon'])

  for (const member of [0, 1, 2]) {
    expect(face(member).chooseProposal({ proposal: made.id, choice: 'vote' })).toMatchObject({
      accepted: true,
    })
  }
  expect(face(1).chooseProposal({ proposal: rival.id, choice: 'vote' })).toMatchObject({
    refusal: { code: 'proposal-rival', facts: { title: 'Smaller transactions' } },
  })
  await until(() => height() > vote.to)
  expect(face(2).chooseProposal({ proposal: made.id, choice: 'stay' })).toMatchObject({ choice: 'stay' })
  expect(face(0).chooseProposal({ proposal: made.id, choice: 'vote' })).toMatchObject({
    refusal: { code: 'proposal-over' },
  })
  const conserved = netValue(at(0).chain.state)
  await until(() => height() >= vote.to + 2)
  const { network: id } = at(0).chain
  const payments = world.founded.coins.slice(0, 20)
  for (const coin of payments)
    expect(face(0).submit([fromHex(payToSelf(world.founded.owner, coin, 10n, id).hex)]).accepted).toBe(true)
  const large: number[] = []
  await until(() => {
    const bytes = must(face(0).blockAt(height()), 'a block').bytes.length / 2
    if (bytes > MOST && !large.includes(height())) large.push(height())
    return height() >= vote.to + 7
  })
  expect(large.length).toBeGreaterThan(0)
  await until(() => height() >= vote.to + 10)

  const [, version] = face(0).configuration().versions
  expect(version).toMatchObject({
    ...{ version: 1, from: vote.to + 6, to: null, adopted: [made.id] },
    changes: expect.arrayContaining([{ parameter: 'maxBlockBytes', before: 4_000_000, after: MOST }]),
  })
  const seen = face(1).configuration().proposals
  expect(seen.find(({ id }) => id === made.id)).toMatchObject({ state: 'adopted', yes: 30, blocks: 30 })
  expect(seen.find(({ id }) => id === rival.id)).toMatchObject({
    state: 'returned',
    yes: 0,
    rivals: [made.id],
  })
  expect(new Set([0, 1].map((member) => face(member).configuration().inForce)).size).toBe(1)
  expect(at(2).chain.head.height).toBe(vote.to + 5)
  expect(face(2).configuration().stop).toMatchObject({ code: 'configuration-stay', height: vote.to + 6 })

  expect(face(2).chooseProposal({ proposal: made.id, choice: null })).toMatchObject({ accepted: true })
  world.all.push(await world.open(3))
  const atHead = (member: number) => at(member).chain.head.height >= height() - 2
  // A snapshot of then, under the new rules, is proved by blocks that are larger than these allow.
  let isSpanned = false
  await until(() => {
    const { offer } =
      buildSnapshot(must(world.disks[0], 'a disk').store, at(0).chain.configuration.parameters) ?? {}
    const [first, last] = [offer?.from ?? 0, offer?.certificate.source.height ?? 0]
    isSpanned ||= large.some((one) => one > first && one <= last)
    return isSpanned && atHead(2) && atHead(3)
  })
  expect(at(0).chain.configuration.parameters.maxBlockBytes).toBe(MOST)
  for (const member of [1, 2, 3]) {
    expect(face(member).configuration().inForce).toBe(version?.id)
    expect(netValue(at(member).chain.state)).toBe(conserved)
  }

  // The last of them comes again with an empty disk, from a snapshot: it asks for the rules that headers name.
  const { parameters } = at(0).chain.configuration
  const built = () => buildSnapshot(must(world.disks[0], 'a disk').store, parameters)
  await until(() => (built()?.offer.height ?? 0) > vote.to + 20)
  shelve(shelf, must(built(), 'a snapshot'))
  const { network } = must(world.all.pop(), 'the last')
  await network.stop()
  const { genesis, configuration } = world.founded
  const rules = {
    genesis,
    configuration,
    backend: 'test',
    checks: world.checks,
    clock: world.clock,
    log: quiet,
  }
  const policy = { minFee: 0n, transactions: 1, bytes: 1_000 }
  const empty = openNode({ ...rules, policy, store: openMemoryStore(), port: network.port })
  await network.start(joiningCore(empty.core))
  const store = openMemoryStore()
  const pause = async () => {
    network.tick()
    await world.rest()
  }
  const joined = await joinBySnapshot({
    turns: openTurns((act) => void setImmediate(act)),
    store,
    chain: empty.chain,
    genesis,
    network,
    pause,
    log: quiet,
  })
  const again = openNode({ ...rules, policy, store, port: network.port })
  expect(joined.height).toBeGreaterThan(vote.to + 20)
  expect(again.face.configuration().inForce).toBe(version?.id)
  expect(netValue(again.chain.state)).toBe(conserved)
})
