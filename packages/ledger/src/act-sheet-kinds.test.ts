import { equalBytes, toHex, utf8 } from '@vc/crypto'
import { must } from '@vc/kernel'
import { describe, expect, test } from 'vitest'
import { recordDetails } from './act-sheet/record-details.ts'
import { sentenceOf } from './act-sheet/sentences.ts'
import { englishSentences } from './act-sheet/sentences-en.ts'
import { chineseSentences, chineseWords } from './act-sheet/sentences-zh.ts'
import { actSheet, sheetHashOf } from './act-sheet.ts'
import { decodeTransaction, encodeTransaction } from './codec/transaction.ts'
import { fuzzTransaction } from './fuzz/fuzz-transaction.ts'
import { Choices } from './fuzz/random.ts'
import { fuzzWorld } from './fuzz/world.ts'
import { encodeAnchor, encodeChain, encodeMember } from './kinds/record-values.ts'
import { keyHashScript } from './script/standard.ts'
import type { Kind, PlacedOutput, Transaction } from './transaction.ts'

const world = fuzzWorld()
const context = { network: world.place.network, decimals: 2 }
const namedBy = (tx: Transaction): readonly PlacedOutput[] | undefined => {
  const named = tx.inputs.map(({ txid, index }) =>
    world.outputs.find(({ outpoint }) => outpoint.index === index && equalBytes(outpoint.txid, txid)),
  )
  const found = named.filter((one) => one !== undefined)
  return found.length === named.length ? found.map(({ output }) => output) : undefined
}

/** One transaction of each kind, made from a seed. */
const examples = new Map<Kind, { readonly tx: Transaction; readonly named: readonly PlacedOutput[] }>()
for (let seed = 0; seed < 400 && examples.size < 7; seed += 1) {
  const tx = fuzzTransaction(world, new Choices(seed))
  const named = namedBy(tx)
  if (named !== undefined && tx.version === 1 && !examples.has(tx.kind)) examples.set(tx.kind, { tx, named })
}

describe.each([0, 1, 2, 3, 4, 5, 6] as const)('the sheet of kind %i', (kind) => {
  const { tx, named } = must(examples.get(kind), 'the seeds make every kind')
  const sheet = actSheet(tx, named, context)

  test('has a sentence of each language for every line, with no code left over', () => {
    expect(sheet.en).toHaveLength(sheet.lines.length)
    expect(sheet.zh).toHaveLength(sheet.lines.length)
    for (const [i, { what }] of sheet.lines.entries()) {
      expect(sheet.en[i]).not.toBe(what)
      expect(sheet.zh[i]).not.toBe(what)
      expect(`${sheet.en[i]} ${sheet.zh[i]}`).not.toMatch(/undefined|NaN/)
    }
    expect(sheet.zh[0]).toContain(chineseWords[sheet.kind] ?? '')
  })

  test('names every output with its amount, and what is spent or read', () => {
    const written = sheet.lines.filter(({ output }) => output !== undefined)
    expect(written.map(({ amount }) => amount)).toEqual(tx.outputs.map(({ amount }) => amount.toString()))
    const sources = sheet.lines.filter(({ what }) => what === 'spend' || what === 'read')
    const sum = sources.reduce((all, { amount }) => all + BigInt(amount ?? 0), 0n)
    expect(sum).toBe(named.reduce((all, { amount }) => all + amount, 0n))
  })

  test('is the same from the bytes alone', () => {
    const decoded = decodeTransaction(encodeTransaction(tx), 20_000)
    if (!decoded.ok) throw new Error('it decodes')
    expect(actSheet(decoded.value, named, context).canonical).toEqual(sheet.canonical)
    const bare = { ...decoded.value, acceptances: [] }
    expect(toHex(sheetHashOf(bare, named, context))).toBe(toHex(sheetHashOf(tx, named, context)))
  })
})

test('both languages know the same lines', () => {
  expect(Object.keys(chineseSentences).sort()).toEqual(Object.keys(englishSentences).sort())
})

test('records of reserved tables say what they change', () => {
  const key = new Uint8Array(33).fill(2)
  const chain = encodeChain({ genesis: new Uint8Array(32), level: 2, keys: [key] })
  expect(recordDetails('chain', chain)).toMatchObject({ level: '2', authorities: toHex(key) })
  expect(recordDetails('anchor', encodeAnchor({ height: 9n, hash: key.subarray(1) }))).toMatchObject({
    anchored: '9',
  })
  expect(recordDetails('reserve', keyHashScript(new Uint8Array(20)))).toMatchObject({ script: 'key-hash' })
  const ballot = Uint8Array.of(2, 0, 0, 0, 3, 0, 0, 0, 5, 0, 0, 0, 4, ...new Uint8Array(32))
  expect(recordDetails('collective', ballot)).toEqual({
    scheme: 'VCB1',
    weight: '5',
    threshold: '4',
    members: '3',
  })
  expect(recordDetails('notes', utf8('x'))).toEqual({})
})

test.each([
  [7, 'that makes blocks, votes, regulates;', '职责：出块、投票、监管；'],
  [2, 'that votes;', '职责：投票；'],
  [0, 'no member of the network any more;', '不再是网络成员；'],
])('a member of the network is shown with its roles: %i', (roles, en, zh) => {
  const [certificateHash, stakeKey] = [new Uint8Array(32).fill(4), new Uint8Array(32).fill(5)]
  const facts = recordDetails('member', encodeMember({ certificateHash, stakeKey, roles }))
  expect(facts).toEqual({ certificate: toHex(certificateHash), stakeKey: toHex(stakeKey), roles: `${roles}` })
  const line = {
    what: 'record',
    table: 'member',
    key: '01',
    keyText: '01',
    valueHash: '',
    bytes: '65',
    ...facts,
  }
  expect(sentenceOf(line, 'en', { decimals: 2 })).toContain(en)
  expect(sentenceOf(line, 'zh', { decimals: 2 })).toContain(zh)
  expect(sentenceOf(line, 'en', { decimals: 2 })).toContain(toHex(certificateHash))
})

test('a relative lock is shown', () => {
  const { tx, named } = must(examples.get(0), 'a transfer')
  const locked = {
    ...tx,
    inputs: tx.inputs.map((input, i) => (i === 0 ? { ...input, sequence: 12 } : input)),
  }
  expect(actSheet(locked, named, context).en).toContain('Not before 12 blocks after what input 0 names')
})
