import { fromHex, hash160, hash256, nobleChecks, schnorrPublicKey, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { keyHashScript, memoryState } from '@vc/ledger'
import { describe, expect, it } from 'vitest'
import {
  applyGenesis,
  BitcoinHeaders,
  type BlockContext,
  type BlockPlan,
  bitcoinRules,
  blockHash,
  buildBlock,
  type Claim,
  chainEntry,
  claimPayload,
  claimsFor,
  claimTurns,
  commitmentChain,
  decodeBlock,
  development,
  encodeBlock,
  findSlot,
  type GenesisParameters,
  type GenesisSpec,
  genesis,
  genesisConfiguration,
  type Header,
  judgeBlock,
  netValue,
  type Outside,
  type ParentBlock,
  signHeader,
  stakes,
} from '../index.ts'
import {
  bitcoinTransaction,
  burnOutput,
  checkpointNote,
  mineHeader,
  notaryClaimOf,
  noteSigner,
} from './testing.ts'

const TIME = 1_800_000_000
const secret = new Uint8Array(32).fill(7)
const key = schnorrPublicKey(secret)
const claimants = [11, 12, 13, 14].map((fill) => new Uint8Array(32).fill(fill))
const keyOf = (secretKey: Uint8Array) => schnorrPublicKey(secretKey)
const chain = commitmentChain(new Uint8Array(32).fill(3), 200)
const log = noteSigner('log.example', new Uint8Array(32).fill(21))
const witness = noteSigner('witness.example', new Uint8Array(32).fill(22), 4)
const notary: Partial<GenesisParameters> = {
  'pob.source': 'notary',
  'pob.interval': 5,
  'pob.notaries': [{ origin: 'log.example', keys: [log.key, witness.key] }],
}

function start(own: Partial<GenesisParameters>, outside?: Outside) {
  const script = keyHashScript(hash160(key))
  const spec: GenesisSpec = {
    network: 'dev-claims',
    time: TIME,
    configuration: development(own),
    stakes: [{ producerKey: key, commitment: chain.commitment, amount: 10n ** 9n, ownerScript: script }],
    allotments: [{ script, amount: 10n ** 6n }],
    admissionRoster: [key],
    councilRoster: [key],
    members: [{ peerId: Uint8Array.of(1), certificateHash: new Uint8Array(32), stakeKey: key, roles: 3 }],
  }
  const configuration = genesisConfiguration(spec)
  const first = genesis(spec)
  const network = blockHash(first.header)
  const state = memoryState()
  state.apply(applyGenesis(first, configuration))
  const headers = new Map<string, Header>([[toHex(network), first.header]])
  const headersBack = (hash: Uint8Array) => headers.get(toHex(hash))
  const context: BlockContext = { network, configuration, checks: nobleChecks, headersBack, outside }
  let parent: ParentBlock = { header: first.header, hash: network }
  const judge = (plan: BlockPlan) => {
    const built = buildBlock(plan)
    if (!built.ok) return built
    const decoded = decodeBlock(encodeBlock(built.value.block), 4_000_000)
    const judged = judgeBlock(decoded.ok ? decoded.value : built.value.block, state, parent, context)
    return judged.ok ? { ok: true as const, value: { ...judged.value, block: built.value.block } } : judged
  }
  const add = (plan: BlockPlan) => {
    const net = netValue(state)
    const judged = judge(plan)
    if (!judged.ok) throw new Error(JSON.stringify(judged.refusal))
    const { changes, undo, hash, block } = judged.value
    state.apply(changes)
    expect(netValue(state)).toBe(net)
    headers.set(toHex(hash), block.header)
    parent = { header: block.header, hash, undo }
    return judged.value
  }
  const byStake = (claims: readonly Claim[] = [], after = 0): BlockPlan => {
    const stake = must([...stakes(state)][0], 'a stake')
    const from = parent.header.time + 1 + after
    const slot = must(findSlot({ stake, parent, state, context, from, to: from + 900 }), 'a slot')
    const isRevealed = configuration.parameters['beacon.source'] === 'reveal'
    const reveal = isRevealed ? must(chain.revealOf(stake.commitment), 'a preimage') : new Uint8Array(32)
    return {
      parent,
      state,
      context,
      candidates: [],
      time: slot.time,
      stake: stake.outpoint,
      secretKey: secret,
      reveal,
      claims,
    }
  }
  const byClaim = (rank: number, later = 0): BlockPlan => {
    const { claim, from } = must(
      claimTurns(state, parent.header, configuration.parameters)[rank],
      'a claim in turn',
    )
    const secretKey = must(
      claimants.find((one) => toHex(keyOf(one)) === toHex(claim.key)),
      'its secret',
    )
    return {
      parent,
      state,
      context,
      candidates: [],
      time: from + later,
      stake: claim,
      secretKey,
      reveal: new Uint8Array(32),
    }
  }
  const codeOf = (plan: BlockPlan) => {
    const judged = judge(plan)
    return judged.ok ? 'valid' : judged.refusal.code
  }
  return { state, network, context, add, byStake, byClaim, codeOf, parent: () => parent, configuration }
}

const leavesFor = (network: Uint8Array, height: number) =>
  claimants.map((one) => claimPayload(network, { height, key: keyOf(one) }))

describe('a right by notary', () => {
  const opened = () => {
    const it = start(notary)
    const leaves = leavesFor(it.network, 5)
    const note = checkpointNote('log.example', leaves, [log, witness])
    return { ...it, leaves, note, claim: (index: number) => notaryClaimOf(leaves, index, note) }
  }

  it('is recorded with its rank, used in its turn, and gone when its height has passed', () => {
    const it = opened()
    it.add(it.byStake([it.claim(2), it.claim(1)]))
    it.add(it.byStake([it.claim(3)]))
    expect(claimsFor(it.state, 5, it.configuration.parameters).map(({ rank }) => rank)).toEqual([1n, 2n, 3n])
    it.add(it.byStake())
    it.add(it.byStake())
    const mix = chainEntry(it.state).mix
    const before = it.parent().header
    const { block } = it.add(it.byClaim(0))
    expect(block.header).toMatchObject({
      height: 5,
      stakeAmount: 0n,
      time: before.time + 1,
      stakeIndex: 0xffffffff,
    })
    expect(chainEntry(it.state).mix).toEqual(mix)
    expect(claimsFor(it.state, 5, it.configuration.parameters)).toEqual([])
    it.add(it.byStake())
  })

  it('waits for those before it, and the stake waits for all of them', () => {
    const it = opened()
    it.add(it.byStake([it.claim(0), it.claim(1)]))
    for (let n = 0; n < 3; n += 1) it.add(it.byStake())
    const { parameters } = it.configuration
    expect(it.codeOf(it.byClaim(1))).toBe('valid')
    expect(it.codeOf(it.byClaim(1, -1))).toBe('claim-turn')
    expect(it.byClaim(1).time).toBe(it.parent().header.time + 1 + parameters['pob.step'])
    const stake = it.byStake()
    expect(stake.time).toBeGreaterThanOrEqual(it.parent().header.time + parameters['pob.wait'])
    expect(it.codeOf(stake)).toBe('valid')
  })

  it('leaves the height to a stake at once when nobody claims it', () => {
    const it = opened()
    for (let n = 0; n < 4; n += 1) it.add(it.byStake())
    expect(it.byStake().time - it.parent().header.time).toBeLessThan(12)
    expect(it.codeOf(it.byStake())).toBe('valid')
  })

  it.each<[string, (it: ReturnType<typeof opened>) => readonly Claim[]]>([
    ['twice for one key', (it) => [it.claim(0), it.claim(0)]],
    [
      'for another height',
      (it) => [
        notaryClaimOf(
          leavesFor(it.network, 10),
          0,
          checkpointNote('log.example', leavesFor(it.network, 10), [log, witness]),
        ),
      ],
    ],
    [
      'for another network',
      (it) => {
        const leaves = leavesFor(it.network.toReversed(), 5)
        return [notaryClaimOf(leaves, 0, checkpointNote('log.example', leaves, [log, witness]))]
      },
    ],
    [
      'with one signature of two',
      (it) => [notaryClaimOf(it.leaves, 0, checkpointNote('log.example', it.leaves, [log]))],
    ],
    [
      'with one signature twice',
      (it) => [notaryClaimOf(it.leaves, 0, checkpointNote('log.example', it.leaves, [log, log]))],
    ],
    [
      'of a log that nobody named',
      (it) => [notaryClaimOf(it.leaves, 0, checkpointNote('other.example', it.leaves, [log, witness]))],
    ],
    [
      'with the path of another leaf',
      (it) => [
        {
          ...it.claim(0),
          ...{
            path: must(
              [it.claim(1)].flatMap((one) => (one.kind === 'notary' ? [one.path] : []))[0],
              'a path',
            ),
          },
        } as Claim,
      ],
    ],
  ])('is refused %s', (_, claims) => {
    const it = opened()
    expect(it.codeOf(it.byStake(claims(it)))).toBe('claim-invalid')
  })

  it('is refused for one who already has a claim recorded, and after it was used', () => {
    const it = opened()
    it.add(it.byStake([it.claim(0)]))
    expect(it.codeOf(it.byStake([it.claim(0)]))).toBe('claim-invalid')
    for (let n = 0; n < 3; n += 1) it.add(it.byStake())
    it.add(it.byClaim(0))
    expect(it.codeOf(it.byStake([it.claim(1)]))).toBe('claim-invalid')
  })

  it('lets nobody else use it, and no draw or amount be made up with it', () => {
    const it = opened()
    it.add(it.byStake([it.claim(0)]))
    for (let n = 0; n < 3; n += 1) it.add(it.byStake())
    const built = buildBlock(it.byClaim(0))
    if (!built.ok) throw new Error(built.refusal.code)
    const { block } = built.value
    const judge = (change: Partial<Header>, by = claimants[0] ?? secret) => {
      const header = signHeader({ ...block.header, ...change }, by)
      const judged = judgeBlock({ ...block, header }, it.state, it.parent(), it.context)
      return judged.ok ? 'valid' : judged.refusal.code
    }
    expect(judge({})).toBe('valid')
    expect(judge({ producerKey: key }, secret)).toBe('claim-turn')
    expect(judge({ stakeAmount: 1n })).toBe('claim-turn')
    expect(judge({ reveal: new Uint8Array(32).fill(1) })).toBe('reveal-wrong')
    expect(judge({}, secret)).toBe('block-signature')
  })
})

/** A chain of regtest headers, one each ten minutes before TIME, the last with these transactions. */
function bitcoin(transactions: readonly Uint8Array[]) {
  const begin = TIME - 40 * 600
  const first = mineHeader({ prevHash: new Uint8Array(32), merkleRoot: new Uint8Array(32), time: begin })
  const headers = new BitcoinHeaders(bitcoinRules.regtest, { height: 100, header: first })
  const ids = transactions.map((bytes) => hash256(bytes))
  const [left = new Uint8Array(32), right = left] = ids
  const root = hash256(Uint8Array.from([...left, ...right]))
  for (let n = 1; n <= 60; n += 1) {
    const time = begin + 600 * n
    const bytes = mineHeader({
      prevHash: headers.tip.hash,
      merkleRoot: n === 20 ? root : new Uint8Array(32).fill(n),
      time,
    })
    expect(headers.add(bytes)).toBeUndefined()
  }
  const outside: Outside = {
    lastBefore: (time) => headers.lastBefore(time),
    at: (height) => headers.at(height),
  }
  return { headers, outside, ids, first }
}

describe('a right by burning, on a beacon of Bitcoin', () => {
  const own: Partial<GenesisParameters> = {
    'pob.source': 'regtest',
    'pob.interval': 5,
    'pob.minBurn': 1_000,
    'beacon.source': 'regtest',
    'beacon.lag': 30,
    stakeMaturity: 60,
  }
  const opened = (amounts: readonly bigint[]) => {
    const plain = start({ ...own, 'beacon.anchor': { height: 100, header: toHex(bitcoin([]).first) } })
    const burns = amounts.map((amount, at) => {
      const payload = claimPayload(plain.network, {
        height: 5,
        key: keyOf(must(claimants[at], 'a claimant')),
      })
      return bitcoinTransaction([{ amount: 5n, script: Uint8Array.of(0x51) }, burnOutput(payload, amount)])
    })
    const { outside, ids, first } = bitcoin(burns)
    const it = start({ ...own, 'beacon.anchor': { height: 100, header: toHex(first) } }, outside)
    const claim = (at: number): Claim => ({
      kind: 'burn',
      bitcoinHeight: 120,
      position: at,
      branch: [must(ids[1 - at], 'the other')],
      output: 1,
      transaction: must(burns[at], 'a burn'),
    })
    return { ...it, claim }
  }

  it('goes to who burnt most, whoever came first; draws take the hash of the newest header old enough', () => {
    const it = opened([5_000n, 9_000n])
    const { block } = it.add(it.byStake([it.claim(0), it.claim(1)]))
    expect(toHex(block.header.beaconHash)).toBe(
      toHex(must(it.context.outside?.lastBefore(block.header.time - 30), 'a header').hash),
    )
    expect(block.header.reveal).toEqual(new Uint8Array(32))
    const { parameters } = it.configuration
    expect(claimsFor(it.state, 5, parameters).map(({ rank }) => rank)).toEqual([9_000n, 5_000n])
    for (let n = 0; n < 3; n += 1) it.add(it.byStake())
    expect(it.add(it.byClaim(0)).block.header.producerKey).toEqual(keyOf(must(claimants[1], 'the second')))
  })

  it.each<[string, (claim: Extract<Claim, { kind: 'burn' }>) => Claim]>([
    ['of too few satoshi', (claim) => claim],
    ['of another output', (claim) => ({ ...claim, output: 0 })],
    ['at another place', (claim) => ({ ...claim, position: 1 })],
    ['with a position above its branch', (claim) => ({ ...claim, position: 2 })],
    ['in another block', (claim) => ({ ...claim, bitcoinHeight: 119 })],
    ['in a block that is too young', (claim) => ({ ...claim, bitcoinHeight: 160 })],
    ['of what is no transaction', (claim) => ({ ...claim, transaction: claim.transaction.subarray(1) })],
  ])('is refused %s', (what, change) => {
    const it = opened([what === 'of too few satoshi' ? 999n : 5_000n, 9_000n])
    const claim = it.claim(0)
    if (claim.kind !== 'burn') throw new Error('a burn')
    expect(it.codeOf(it.byStake([change(claim)]))).toBe('claim-invalid')
  })

  it('waits for headers that are not at hand', () => {
    const it = opened([5_000n, 9_000n])
    const plan = it.byStake()
    const { outside: _, ...blind } = it.context
    expect(buildBlock({ ...plan, context: blind })).toMatchObject({ refusal: { code: 'data-missing' } })
    const built = buildBlock(plan)
    if (!built.ok) throw new Error(built.refusal.code)
    expect(judgeBlock(built.value.block, it.state, it.parent(), blind)).toMatchObject({
      refusal: { code: 'data-missing' },
    })
  })
})

it("follows Bitcoin's own first headers, and none that lacks their work", () => {
  const header = fromHex(
    '0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c',
  )
  const headers = new BitcoinHeaders(bitcoinRules.bitcoin, { height: 0, header })
  const second = fromHex(
    '010000006fe28c0ab6f1b372c1a6a246ae63f74f931e8365e15a089c68d6190000000000982051fd1e4ba744bbbe680e1fee14677ba1a3c3540bf7b1cdb606e857233e0e61bc6649ffff001d01e36299',
  )
  expect(toHex(headers.tip.hash.toReversed())).toBe(
    '000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f',
  )
  expect(headers.add(second)).toBeUndefined()
  expect(toHex(headers.tip.hash.toReversed())).toBe(
    '00000000839a8e6886ab5951d76f411475428afc90947ee320161bbf18eb6048',
  )
  const changed = second.map((byte, at) => (at === 76 ? byte ^ 1 : byte))
  expect(headers.add(changed)).toBe('bitcoin-work')
  expect(headers.add(second.subarray(1))).toBe('bitcoin-shape')
})
