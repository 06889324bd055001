import { decodeBlock, OPEN_POLICY } from '@vc/consensus'
import { hash160, schnorrPublicKey, sha256, toHex, utf8 } from '@vc/crypto'
import { openSignatureChecks } from '@vc/crypto/native'
import { must } from '@vc/kernel'
import {
  acceptDebt,
  encodeTransaction,
  giveCredit,
  outputsOf,
  signInput,
  txidOf,
  writtenOutput,
} from '@vc/ledger'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { found } from '../../sim/found.ts'
import { memoryPages } from '../../sim/memory-pages.ts'
import { produceTo } from '../../test/producing.ts'
import { rememberChecks } from '../checks/remember-checks.ts'
import { openSignFile } from '../keys/sign-state.ts'
import { openNode } from '../node.ts'
import { openMemoryStore } from '../storage/memory-store.ts'

const START = 1_800_000_000
/** One block an hour: a window of a day has 24 of them. */
const HOUR = 3_600
const DAY = 24
const LOAN = 30_000n
const group = ['one', 'two', 'three'].map((name) => sha256(utf8(`admission ${name}`)))
const network = found({
  ...{ seed: 'window', stakes: [10n ** 9n], coins: 1, time: START, blocks: 500 },
  admission: group.map((secret) => schnorrPublicKey(secret)),
  parameters: { slotSeconds: 60, blockInterval: HOUR, namedDebtorsOnly: false },
})
let seconds = START
const node = openNode({
  ...{ store: openMemoryStore(), genesis: network.genesis, configuration: network.configuration },
  ...{ backend: 'test', checks: rememberChecks((await openSignatureChecks()).checks) },
  log: pino({ level: 'silent' }),
  policy: { minFee: 0n, transactions: 100, bytes: 1_000_000 },
  clock: { nowMs: () => seconds * 1_000 },
  producer: { key: must(network.keys[0], 'a key'), signState: openSignFile(memoryPages()) },
})
const height = () => node.face.status().head.height
const produce = (to: number) =>
  produceTo(node, to, () => {
    seconds += 60
  })

/** Management credit of the admission group. */
function source() {
  const block = decodeBlock(network.genesis, network.genesis.length)
  if (!block.ok) throw new Error(block.refusal.code)
  return writtenOutput(must(block.value.transactions[0], 'the group'), 1)
}

/** A credit of 30,000 that debtor and group have signed. */
function grant(name: string) {
  const secret = sha256(utf8(name))
  const managementCredit = source()
  const debtorKeyHash = hash160(schnorrPublicKey(secret))
  const lots = [{ amount: LOAN, expiryHeight: 5_000 }]
  const tx = giveCredit({ managementCredit, amount: LOAN, fee: 100n, debtorKeyHash, lots })
  const signing = { named: outputsOf([managementCredit]), network: node.chain.network }
  const accepted = acceptDebt({ tx, ...signing, output: 1, secret })
  return group.reduce((one, key) => signInput({ tx: one, ...signing, index: 0, secret: key }), accepted)
}

/** Hands in so many grants at once; gives the function that counts those of them in blocks. */
function handIn(count: number, day: string): () => number {
  const grants = Array.from({ length: count }, (_, i) => grant(`${day} ${i}`))
  for (const one of grants)
    expect(node.face.submit([encodeTransaction(one)])).toEqual({
      accepted: true,
      txids: [toHex(txidOf(one))],
    })
  const states = () => grants.map((one) => node.face.transaction(txidOf(one))?.state)
  return () => {
    expect(states().every((state) => state === 'block' || state === 'mempool')).toBe(true)
    return states().filter((state) => state === 'block').length
  }
}

const windowOf = (amount: bigint) => must(node.face.creditWindows([amount])[0], 'an answer for each')
const lower = (speed: bigint) => node.face.replaceCreditPolicy({ ...OPEN_POLICY, speed })

test('grants of a window drop to the speed that its operator lowers, and the rest waits for the next window', () => {
  produce(1)
  lower(5n * LOAN)
  const first = handIn(6, 'first')
  expect(windowOf(LOAN)).toMatchObject({ fits: true, next: { height: 2 } })
  produce(2)
  expect(first()).toBe(5)
  expect(windowOf(LOAN)).toMatchObject({
    ...{ fits: false, most: 0n, bound: 'speed' },
    next: { height: 2 + DAY + 1 },
  })

  lower(2n * LOAN + 10_000n)
  const second = handIn(3, 'second')
  const { next } = windowOf(LOAN)
  const opens = must(next, 'a window').height
  expect(opens).toBe(2 + DAY + 1)
  expect(must(next, 'a window').time).toBe(node.chain.head.header.time + (opens - height()) * HOUR)
  produce(opens - 1)
  expect([first(), second()]).toEqual([5, 0])
  produce(opens)
  expect(first() + second()).toBe(7)
  expect(windowOf(LOAN)).toMatchObject({ fits: false, most: 10_000n })

  produce(opens + DAY)
  expect(first() + second()).toBe(7)
  produce(opens + DAY + 1)
  expect(first() + second()).toBe(9)
})

test('an amount above a whole day, and any while the emergency switch is on, has no window', () => {
  lower(2n * LOAN)
  expect(windowOf(2n * LOAN + 1n)).toMatchObject({ fits: false, next: null })
  node.face.replaceCreditPolicy({ ...OPEN_POLICY, isStopped: true })
  expect(windowOf(1n)).toEqual({ fits: false, most: 0n, bound: 'switch', next: null })
})
