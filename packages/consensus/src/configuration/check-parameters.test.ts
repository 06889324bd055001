import { expect, test } from 'vitest'
import { brokenInvariant, wrongParameters } from './check-parameters.ts'
import { type Parameters, production } from './parameters.ts'

test('an origin holds no quote and no backslash, so that it can not go on into the client data of another', () => {
  const answer = (origin: string) => wrongParameters({ origins: ['https://a.example', origin] })
  expect(answer('https://sign.example:8443')).toBeUndefined()
  for (const origin of ['https://a.example","crossOrigin":false,"', 'https:\\/\\/a.example'])
    expect(answer(origin)).toBe('origins')
})

const own = { beaconSeed: '5a'.repeat(32), rpIds: ['sign.example'], origins: ['https://sign.example'] }
const good: Parameters = { ...production(own), genesisBits: 0x1b1c25c2 }
const broken = (change: Partial<Parameters>) => brokenInvariant('coop', { ...good, ...change })

/** Values at the edge that hold, and the next ones that do not, by the invariant that they break. */
const edges: readonly (readonly [
  invariant: string,
  holds: Partial<Parameters>,
  breaks: Partial<Parameters>,
])[] = [
  [
    'stakeMaturity spans the beacon',
    { stakeMaturity: 4 * good['beacon.epoch'] },
    { stakeMaturity: 4 * good['beacon.epoch'] - 1 },
  ],
  [
    'stakeMaturity spans the beacon',
    { 'beacon.source': 'bitcoin', stakeMaturity: 2 * good['beacon.lag'] },
    { 'beacon.source': 'bitcoin', stakeMaturity: 2 * good['beacon.lag'] - 1 },
  ],
  ['slotSeconds divides blockInterval', { slotSeconds: 5 }, { slotSeconds: 3 }],
  ['versionWindow below blockInterval', { versionWindow: 9 }, { versionWindow: 10 }],
  ['lateAfter above maxDrift', { lateAfter: 3 }, { lateAfter: 2 }],
  [
    'maxTransactionBytes at most a quarter of maxBlockBytes',
    { maxTransactionBytes: good.maxBlockBytes / 4 },
    { maxTransactionBytes: good.maxBlockBytes / 4 + 1 },
  ],
  ['pob.wait at least three steps', { 'pob.wait': 60, 'pob.step': 20 }, { 'pob.wait': 59, 'pob.step': 20 }],
  ['voteThreshold from 667', { voteThreshold: 667 }, { voteThreshold: 666 }],
  ['shares at most 100%', { ownShare: 5_000, referenceShare: 500 }, { ownShare: 5_001, referenceShare: 500 }],
  ['voteWindow from 30', { voteWindow: 30 }, { voteWindow: 29 }],
  [
    'genesisBits below targetLimitBits',
    { genesisBits: 0x1e0fffff, targetLimitBits: 0x1e100000 },
    { genesisBits: 0x1e100000, targetLimitBits: 0x1e100000 },
  ],
]

test.each(edges)('%s: held at the edge, broken beyond it (case %#)', (invariant, holds, breaks) => {
  expect(broken({})).toBeUndefined()
  expect(broken(holds)).toBeUndefined()
  expect(broken(breaks)).toBe(invariant)
})

const forDevelopment: readonly (readonly [invariant: string, of: Partial<Parameters>])[] = [
  ['stakeMaturity of development', { stakeMaturity: 60, 'beacon.epoch': 15 }],
  ['beacon.seed of zeros', { 'beacon.seed': '00'.repeat(32) }],
  ['hardwareKeysOnly off', { hardwareKeysOnly: false }],
  ['sites on this machine', { rpIds: ['localhost'] }],
  ['sites on this machine', { origins: ['http://localhost:3317'] }],
]

test.each(forDevelopment)('%s: only where the network’s name begins with dev (case %#)', (invariant, of) => {
  expect(broken(of)).toBe(invariant)
  expect(brokenInvariant('dev-coop', { ...good, ...of })).toBeUndefined()
})

test('parameters have their ranges', () => {
  const ranges: readonly (readonly [keyof Parameters, readonly unknown[], readonly unknown[]])[] = [
    ['checkpointPeriod', [1], [0]],
    ['maxReferences', [9], [10]],
    ['maxBlockBytes', [1, 8_000_000], [0, 8_000_001]],
    ['voteThreshold', [1000], [1001]],
    ['ownShare', [10_000], [10_001]],
    ['penaltyBounty', [10_000], [10_001]],
    ['creditApprovals', [Array(16).fill(0)], [Array(15).fill(0), Array(16).fill(65)]],
    ['beacon.seed', ['5a'.repeat(32)], ['5a'.repeat(31), '5A'.repeat(32)]],
    ['minStake', [2 ** 53 - 1], [2 ** 53, 1.5, 0]],
  ]
  for (const [name, right, wrong] of ranges) {
    for (const value of right)
      expect([name, value, wrongParameters({ [name]: value })]).toEqual([name, value, undefined])
    for (const value of wrong)
      expect([name, value, wrongParameters({ [name]: value })]).toEqual([name, value, name])
  }
})
