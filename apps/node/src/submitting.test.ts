import { fromHex } from '@vc/crypto'
import { openSignatureChecks } from '@vc/crypto/native'
import { must } from '@vc/kernel'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { found } from '../sim/found.ts'
import { forkNetwork } from '../test/fork-network.ts'
import { payToSelf } from '../test/transfers.ts'
import { readEntries } from './chain/mempool-entry.ts'
import { alone, type CorePort } from './network/port.ts'
import { openNode } from './node.ts'
import { openMemoryStore } from './storage/memory-store.ts'
import type { Store } from './storage/store.ts'

const { checks } = await openSignatureChecks()
const network = found({ ...forkNetwork, coins: 3 })

/** A node whose commits of transactions are counted, and who does what is to be done soon when the test says so. */
function open(store: Store = openMemoryStore()) {
  const later: (() => void)[] = []
  const commits: number[] = []
  let announced = 0
  const counting: Store = {
    ...store,
    commit: (writes) => {
      const taken = writes
        .flatMap(({ space, key, value }) => (space === 'mempool' && value ? readEntries(key, value) : []))
        .reduce((sum, { transactions }) => sum + transactions.length, 0)
      if (taken > 0) commits.push(taken)
      store.commit(writes)
    },
  }
  const counted: CorePort = {
    ...alone,
    announceTransactions: () => {
      announced += 1
    },
  }
  const { genesis, configuration } = network
  const node = openNode({
    ...{ store: counting, genesis, configuration, backend: 'noble', checks, port: counted },
    ...{ policy: { minFee: 0n, transactions: 100, bytes: 1_000_000 }, log: pino({ level: 'silent' }) },
    clock: { nowMs: () => forkNetwork.time * 1_000 },
    soon: (act) => later.push(act),
  })
  const turn = async () => {
    for (const act of later.splice(0)) act()
    await Promise.resolve()
  }
  const waiting = [...store.range('mempool', new Uint8Array([0]))].flatMap(([key, value]) =>
    readEntries(key, value),
  ).length
  return {
    node,
    commits,
    turn,
    waiting,
    get announced() {
      return announced
    },
  }
}

const payment = (of: ReturnType<typeof open>, at: number) =>
  fromHex(payToSelf(network.owner, must(network.coins[at], 'a coin'), 10n, of.node.chain.network).hex)

it('answers none of those that come in one turn before all are on disk, by one commit', async () => {
  const opened = open()
  const answered: boolean[] = []
  for (const at of [0, 1]) {
    const answer = opened.node.face.submitSoon([payment(opened, at)])
    void answer.then(({ accepted }) => answered.push(accepted))
  }
  await Promise.resolve()
  expect([answered, opened.commits]).toEqual([[], []])
  await opened.turn()
  await opened.turn()
  expect([answered, opened.commits]).toEqual([[true, true], [2]])
})

it('answers for what a peer told before only when it is on disk, too', async () => {
  const store = openMemoryStore()
  const opened = open(store)
  const bytes = payment(opened, 2)
  expect(opened.node.core.receiveTransactions([bytes], 'peer').action).toBe('accept')
  expect(opened.commits).toEqual([])
  const answer = opened.node.face.submitSoon([bytes])
  await opened.turn()
  expect((await answer).accepted).toBe(true)
  expect(open(store).waiting).toBe(1)
})

it('writes what peers told with the next second', () => {
  const opened = open()
  opened.node.core.receiveTransactions([payment(opened, 0)], 'peer')
  opened.node.core.receiveTransactions([payment(opened, 1)], 'peer')
  opened.node.tick()
  expect(opened.commits).toEqual([2])
})

it('answers for several units at once, each for itself, with one commit', async () => {
  const opened = open()
  const told: number[] = []
  const good = payment(opened, 0)
  const broken = good.map((byte, at) => (at === good.length - 1 ? byte ^ 1 : byte))
  const answer = opened.node.face.submitMany([[good], [broken], [payment(opened, 1)], [good]])
  void answer.then(({ length }) => told.push(length))
  await Promise.resolve()
  expect([told, opened.commits]).toEqual([[], []])
  await opened.turn()
  expect((await answer).map(({ accepted }) => accepted)).toEqual([true, false, true, true])
  expect([opened.commits, opened.announced]).toEqual([[2], 2])
})
