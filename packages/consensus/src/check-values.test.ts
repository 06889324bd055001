import { fromHex, merkleRoot, toHex } from '@vc/crypto'
import { condemnedEntryBytes } from '@vc/ledger'
import { expect, test } from 'vitest'
import {
  blockHash,
  blockMessage,
  development,
  drawProof,
  drawWins,
  EMPTY_EXTENSION,
  encodeHeader,
  epochBeacon,
  extensionRoot,
  genesisBitsOf,
  type Header,
  Lattice,
  nextMix,
  retarget,
  roomOf,
  splitCarry,
  splitFees,
  targetOf,
  voteMessage,
  weightOf,
} from './index.ts'

const of = (byte: number) => new Uint8Array(32).fill(byte)
const SEQ = Uint8Array.from({ length: 32 }, (_, i) => i)
const shares = { ownShare: 5000, referenceShare: 200 }
const ten = { ...development({ blockInterval: 10 }), genesisBits: 0x1b1c25c2 }
const stake = { txid: of(0x11), index: 1 }
const header: Header = {
  version: 1,
  height: 7,
  prevHash: of(1),
  time: 1_800_000_000,
  bits: 0x1a0fffff,
  txRoot: of(2),
  witnessRoot: of(3),
  extRoot: of(4),
  stateHash: of(5),
  configId: of(6),
  beaconHash: SEQ,
  stakeTxid: of(0x11),
  stakeIndex: 1,
  stakeAmount: 2_000_000_000n,
  producerKey: of(7),
  reveal: of(8),
  totals: [0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n],
  ballots: [of(9)],
  signature: new Uint8Array(64),
}

test('a header has the hash and the signed message of the specification', () => {
  const hash = blockHash(header)
  expect(encodeHeader(header).length - 64).toBe(453)
  expect(toHex(hash)).toBe('9ed953330ca54d8e3b0e5ca51ee20a41dac4dc455e8af08511bba789324ec4f5')
  expect(toHex(blockMessage(hash))).toBe('3dbaa7cf57a7f372fe802533b75a346b644144e195f757bd9849d432cfe942f8')
})

test('a draw is won by 7290196184283 units and missed by one less', () => {
  const proof = drawProof(SEQ, 1_800_000_000, stake)
  expect(toHex(proof)).toBe('9d4b0da11e776a1fa3764350f1a141e60af5189b2e7b27d354cbffd3e704a1ba')
  const wins = (amount: bigint) => drawWins({ ...stake, amount }, SEQ, 1_800_000_000, 0x1b1c25c2)
  expect([wins(7_290_196_184_283n), wins(7_290_196_184_282n)]).toEqual([true, false])
})

test('bits of genesis follow from its stake, and weight from bits', () => {
  expect(genesisBitsOf(10n ** 12n, ten)).toBe(0x1b1c25c2)
  expect(weightOf(targetOf(0x1b1c25c2) ?? 0n)).toBe(10_000_002_208_362n)
})

test.each([
  [1, 0x1b1a835b],
  [10, 0x1b1c25c2],
  [40, 0x1b21986b],
  [400, 0x1b2c7dbf],
])('a spacing of %i seconds gives the bits of the specification', (seconds, bits) => {
  expect(retarget(0x1b1c25c2, seconds, ten)).toBe(bits)
})

test('mix and beacon are those of the specification', () => {
  expect(toHex(nextMix(of(0), SEQ))).toBe('9ad5cd39411578c5480f2d9061f1db27c1f790e548de3d0f83fd9e35da7b8f0a')
  expect(toHex(epochBeacon(5, SEQ))).toBe('ecee4a59d9f18f092c16e456d43c1522e4940180320792a74d0d96f128d6601d')
})

test('the state hash sums entries and taking one out is exact', () => {
  const lattice = new Lattice()
  const empty = 'f6c8393259839a8a3298c999d279631cd5afcbd981fc13b3673498125545e5ae'
  expect(toHex(lattice.hash())).toBe(empty)
  for (const byte of [0x11, 0x22]) lattice.add(condemnedEntryBytes(of(byte)))
  expect(toHex(lattice.hash())).toBe('06df9ce7588fb65ef208589b345cb55d6327c2bbaedb9a3dec49a8fe10c1ebe6')
  for (const byte of [0x22, 0x11]) lattice.remove(condemnedEntryBytes(of(byte)))
  expect(toHex(lattice.hash())).toBe(empty)
})

test('a voter signs the message of the specification', () => {
  const link = { source: { height: 4, hash: of(0x0a) }, target: { height: 6, hash: of(0x0b) } }
  expect(toHex(voteMessage(SEQ, link))).toBe(
    'f980c46838d9b07d532098ad7aeb89f1232d8434b478311606b6d6c891dea697',
  )
})

test('empty extension and empty tree have their roots', () => {
  expect(toHex(extensionRoot(EMPTY_EXTENSION))).toBe(
    '8cb9012517c817fead650287d61bdd9c68803b6bf9c64133dcab3e65b5a50cb9',
  )
  expect(merkleRoot([])).toEqual(fromHex('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'))
})

test('room recovers in thirty days and never passes the stake', () => {
  const rested = { amount: 10n ** 9n, level: 0n, levelTime: 0 }
  const room = (days: number) => roomOf(rested, days * 86_400, { stakeRecovery: 2_592_000 })
  expect([room(1), room(40)]).toEqual([33_333_333n, 1_000_000_000n])
})

test.each([
  { fees: 1000n, others: 3, own: 500n, parent: 105n, cut: 80n, each: 105n },
  { fees: 1000n, others: 0, own: 500n, parent: 480n, cut: 20n, each: 480n },
  { fees: 7n, others: 9, own: 3n, parent: 3n, cut: 1n, each: 0n },
])(
  'fees of $fees with $others other versions are shared as in the table',
  ({ fees, others, own, parent, cut, each }) => {
    const shared = splitCarry(fees, others, shares)
    expect(splitFees(fees, shares).own).toBe(own)
    expect({ cut: shared.cut, each: shared.each, parent: shared.each + shared.rest }).toEqual({
      cut,
      each,
      parent,
    })
  },
)
