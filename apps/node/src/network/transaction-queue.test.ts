import { concatBytes, fromHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { expect, it } from 'vitest'
import { found } from '../../sim/found.ts'
import { forkNetwork } from '../../test/fork-network.ts'
import { payToSelf } from '../../test/transfers.ts'
import { openTurns } from '../turns.ts'
import type { Reception } from './port.ts'
import { openTransactionQueue } from './transaction-queue.ts'

const network = found({ ...forkNetwork, coins: 3 })
const payments = network.coins.map((coin) =>
  fromHex(payToSelf(network.owner, coin, 10n, new Uint8Array(32)).hex),
)
const [first, second, third] = payments.map((bytes) => must(bytes, 'a payment'))
const two = concatBytes(must(first, 'one'), must(second, 'two'))

/** A queue before a core that answers by rote, whose turns come when the test says so. */
function open(answers: readonly Reception['action'][]) {
  const later: (() => void)[] = []
  const judged: Uint8Array[] = []
  const faults: unknown[] = []
  const receiveTransactions = (legs: readonly Uint8Array[]): Reception => {
    const action = answers[judged.length]
    judged.push(...legs)
    if (action === undefined) throw new Error('own fault')
    return { action }
  }
  const turns = openTurns((act) => later.push(act))
  const queue = openTransactionQueue({
    core: { receiveTransactions },
    turns,
    onFault: (error) => faults.push(error),
  })
  const next = () => {
    for (const act of later.splice(0)) act()
  }
  return { queue, judged, faults, next }
}

it('judges what came when its turn comes, and shows it until then', async () => {
  const { queue, judged, next } = open(['ignore', 'accept', 'accept'])
  const [early, late] = [queue.receive(two, 'a'), queue.receive(must(third, 'three'), 'b')]
  expect([judged.length, [...queue.unjudged()]]).toEqual([0, payments])
  next()
  expect([await early, await late, [...queue.unjudged()]]).toEqual(['accept', 'accept', []])
  expect(judged).toEqual(payments)
})

it('rejects a message that holds anything wrong, and what is no message at once', async () => {
  const { queue, next } = open(['accept', 'reject'])
  expect(queue.receive(two.subarray(1), 'a')).toBe('reject')
  const verdict = queue.receive(two, 'a')
  next()
  expect(await verdict).toBe('reject')
})

it('does not hear who sends more than can be judged, and hears everybody else', () => {
  const { queue } = open([])
  for (let bytes = two.length; bytes <= 16 * 1_048_576; bytes += two.length)
    expect(queue.receive(two, 'a')).toBeInstanceOf(Promise)
  expect(queue.receive(two, 'a')).toBe('ignore')
  expect(queue.receive(two, 'b')).toBeInstanceOf(Promise)
})

it('holds an own fault against nobody', async () => {
  const { queue, faults, next } = open([])
  const verdict = queue.receive(two, 'a')
  next()
  expect([await verdict, faults.length]).toEqual(['ignore', 1])
})
