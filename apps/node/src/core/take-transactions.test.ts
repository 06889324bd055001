import { fromHex, hash256 } from '@vc/crypto'
import { openSignatureChecks } from '@vc/crypto/native'
import { must } from '@vc/kernel'
import { encodeTransaction } from '@vc/ledger'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { found } from '../../sim/found.ts'
import { forkNetwork } from '../../test/fork-network.ts'
import { payToSelf } from '../../test/transfers.ts'
import { shortIdOf } from '../network/compact-block.ts'
import { openNode } from '../node.ts'
import { openMemoryStore } from '../storage/memory-store.ts'

const network = found({ ...forkNetwork, coins: 1 })
const { checks } = await openSignatureChecks()
const node = openNode({
  ...{ store: openMemoryStore(), genesis: network.genesis, configuration: network.configuration },
  ...{ backend: 'noble', checks, clock: { nowMs: () => forkNetwork.time * 1_000 } },
  log: pino({ level: 'silent' }),
  policy: { minFee: 0n, transactions: 1_000, bytes: 10_000_000 },
})

it('keeps a transaction, and nothing of the message that it came in', () => {
  const coin = must(network.coins[0], 'a coin')
  const { hex } = payToSelf(network.owner, coin, 10n, fromHex(node.face.status().network))
  const bytes = fromHex(hex)
  const message = new Uint8Array(1_000_000)
  message.set(bytes, 500)
  const leg = message.subarray(500, 500 + bytes.length)
  expect(node.core.receiveTransactions([leg], 'peer')).toEqual({ action: 'accept' })
  const block = new Uint8Array(32)
  const [kept] = node.core.transactionsByShortId(block, [shortIdOf(block, hash256(bytes))])
  const own = encodeTransaction(must(kept, 'it is kept'))
  expect(own).toEqual(bytes)
  expect(own.buffer.byteLength).toBe(bytes.length)
})
