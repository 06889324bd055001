import { blockHash, decodeBlock, development, encodeBlock, genesis } from '@vc/consensus'
import { hash160, schnorrPublicKey, sha256, utf8 } from '@vc/crypto'
import { must } from '@vc/kernel'
import { encodeTransaction, keyHashScript, wtxidOf } from '@vc/ledger'
import { describe, expect, it } from 'vitest'
import { compactOf, readCompact, readTransactions, rebuilt, restOf, shortIdOf } from './compact-block.ts'

const LIMIT = 4_000_000
const key = schnorrPublicKey(sha256(utf8('producer')))
const bytes = encodeBlock(
  genesis({
    network: 'dev-compact',
    time: 1_800_000_000,
    configuration: development({ origins: ['http://localhost'], rpIds: ['localhost'] }),
    stakes: [
      {
        producerKey: key,
        commitment: sha256(key),
        amount: 10n ** 12n,
        ownerScript: keyHashScript(hash160(key)),
      },
    ],
    allotments: [{ script: keyHashScript(hash160(key)), amount: 1_000n }],
    admissionRoster: [1, 2, 3].map((n) => new Uint8Array(33).fill(n)),
    councilRoster: [1, 2, 3].map((n) => new Uint8Array(33).fill(n)),
    members: [{ peerId: sha256(utf8('peer')), certificateHash: sha256(key), stakeKey: key, roles: 3 }],
  }),
)
const decoded = decodeBlock(bytes, LIMIT)
const block = must(decoded.ok ? decoded.value : undefined, 'genesis decodes')
const transactions = block.transactions.map((transaction) => encodeTransaction(transaction))

describe('a block with short ids', () => {
  const message = must(compactOf(bytes, LIMIT), 'a message')
  const compact = must(readCompact(message), 'it reads')

  it('names each transaction by eight bytes and is put together to the same bytes', () => {
    expect(message.length).toBeLessThan(bytes.length)
    const hash = blockHash(block.header)
    expect(compact.hash).toEqual(hash)
    expect(compact.shortIds).toEqual(
      block.transactions.map((transaction) => shortIdOf(hash, wtxidOf(transaction))),
    )
    expect(rebuilt(compact, transactions)?.bytes).toEqual(bytes)
  })

  it('is the same of transactions read before, and decodes to them and to the same block', () => {
    const some = block.transactions.map((one, at) => (at % 2 === 0 ? one : encodeTransaction(one)))
    const made = must(rebuilt(compact, some), 'it is put together')
    expect(made.bytes).toEqual(bytes)
    const again = decodeBlock(made.bytes, LIMIT, made.known)
    expect(again).toEqual(decoded)
    const read = again.ok ? again.value.transactions : []
    expect(read.map((one, at) => one === block.transactions[at])).toEqual(some.map((_, at) => at % 2 === 0))
  })

  it('decodes to what its bytes say, whatever is said to be known of it', () => {
    const { length } = block.transactions
    for (let shift = 0; shift <= length; shift += 1) {
      const known = [...block.transactions.slice(shift), ...block.transactions.slice(0, shift), undefined]
      expect(decodeBlock(bytes, LIMIT, known)).toEqual(decoded)
      const cut = bytes.subarray(0, bytes.length - shift)
      expect(decodeBlock(cut, LIMIT, known)).toEqual(decodeBlock(cut, LIMIT))
    }
  })

  it('is not put together from other transactions, or in another order', () => {
    expect(transactions.length).toBeGreaterThan(2)
    expect(rebuilt(compact, transactions.slice(1))).toBeUndefined()
    expect(rebuilt(compact, [...transactions].reverse())).toBeUndefined()
  })

  it('gives single transactions by their places, and none beyond the last', () => {
    expect(restOf(bytes, LIMIT)).toEqual(transactions)
  })

  it('is refused when a byte is missing or too many', () => {
    for (const at of [1, 100, 500, message.length - 1])
      expect(readCompact(message.subarray(0, at))).toBeUndefined()
    expect(readCompact(new Uint8Array([...message, 0]))).toBeUndefined()
    expect(compactOf(bytes.subarray(1), LIMIT)).toBeUndefined()
  })
})

describe('transactions in one message', () => {
  it('are judged one by one, legs of a bundle together', () => {
    const [one, two] = block.transactions
    const bundled = [one, two].map((transaction) =>
      encodeTransaction({ ...must(transaction, 'a transaction'), bundle: sha256(key) }),
    )
    const single = must(transactions[0], 'a transaction')
    const groups = readTransactions(new Uint8Array(Buffer.concat([single, ...bundled, single, single])))
    expect(groups).toEqual([[single], bundled, [single], [single]])
    expect(readTransactions(single.subarray(1))).toBeUndefined()
    expect(readTransactions(new Uint8Array())).toBeUndefined()
  })
})
