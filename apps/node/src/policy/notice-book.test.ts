import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeNotice, encodeNotice, signNotice } from '@vc/consensus'
import { toHex } from '@vc/crypto'
import { openSignatureChecks } from '@vc/crypto/native'
import { must } from '@vc/kernel'
import { pino } from 'pino'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { found } from '../../sim/found.ts'
import { memoryPages } from '../../sim/memory-pages.ts'
import { rememberChecks } from '../checks/remember-checks.ts'
import { openSignFile } from '../keys/sign-state.ts'
import { alone } from '../network/port.ts'
import { openNode } from '../node.ts'
import { openMemoryStore } from '../storage/memory-store.ts'
import { openNoticeBook } from './notice-book.ts'

const START = 1_800_000_000
const checks = rememberChecks((await openSignatureChecks()).checks)
const network = found({
  ...{ seed: 'notices', stakes: [10n ** 9n, 0n], coins: 1, time: START, blocks: 100 },
  regulators: [1],
})
const folder = mkdtempSync(join(tmpdir(), 'vc-notices-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const REGULATOR = 1
const PRODUCER = 0

let seconds = START
let told: Uint8Array[] = []
const open = (member: number, notices = openNoticeBook()) =>
  openNode({
    ...{ store: openMemoryStore(), genesis: network.genesis, configuration: network.configuration },
    ...{ backend: 'test', checks, notices, log: pino({ level: 'silent' }) },
    policy: { minFee: 0n, transactions: 100, bytes: 1_000_000 },
    clock: { nowMs: () => seconds * 1_000 },
    producer: { key: must(network.keys[member], 'a key'), signState: openSignFile(memoryPages()) },
    port: { ...alone, announceNotice: (bytes) => void told.push(bytes) },
  })
/** Ticks until the producer's chain is so many blocks longer. */
function grow(node: ReturnType<typeof open>, blocks: number): void {
  const end = node.face.status().head.height + blocks
  while (node.face.status().head.height < end) {
    seconds += 1
    node.tick()
  }
}

describe("a regulator's halt of new credit", () => {
  beforeEach(() => {
    told = []
    seconds = START
  })

  it('is signed by its own node, told to all, obeyed by each producer, and lifted again', () => {
    const [regulator, producer] = [open(REGULATOR), open(PRODUCER)]
    const given = regulator.face.giveNotice({ kind: 'halt', text: 'reserve is being counted' })
    expect(given).toEqual({ accepted: true, height: 0 })
    const halt = must(told[0], 'it was told')
    expect(producer.core.receiveNotice(halt, 'peer').action).toBe('accept')
    expect(producer.core.receiveNotice(halt, 'peer').action).toBe('ignore')
    expect(producer.face.creditStanding()).toMatchObject({
      ...{ most: 0n, bound: 'notice' },
      halts: [{ height: 0, text: 'reserve is being counted' }],
    })
    expect(regulator.face.giveNotice({ kind: 'lift', text: '' })).toMatchObject({ code: 'notice-repeated' })
    grow(producer, 1)
    const key = must(network.keys[REGULATOR], 'a key')
    const lift = encodeNotice(
      signNotice(producer.chain.network, { height: 1, kind: 'lift', text: '' }, key.stakeSecret),
    )
    expect(producer.core.receiveNotice(lift, 'peer').action).toBe('accept')
    expect(producer.face.creditStanding()).toMatchObject({ most: null, bound: null, halts: [] })
  })

  it('binds nobody when it is signed by another, forged, from the future or no notice', () => {
    const producer = open(PRODUCER)
    const { chain } = producer
    const by = (member: number, height = 0) =>
      encodeNotice(
        signNotice(
          chain.network,
          { height, kind: 'halt', text: 'x' },
          must(network.keys[member], 'a key').stakeSecret,
        ),
      )
    const good = by(REGULATOR)
    const answer = (bytes: Uint8Array) => producer.core.receiveNotice(bytes, 'peer')
    expect(answer(by(PRODUCER))).toEqual({ action: 'ignore', code: 'stranger' })
    expect(answer(by(REGULATOR, 7))).toEqual({ action: 'ignore', code: 'other-height' })
    expect(answer(good.with(-1, (good.at(-1) ?? 0) ^ 1))).toEqual({ action: 'reject', code: 'signature' })
    expect(answer(good.subarray(1))).toEqual({ action: 'reject', code: 'malformed' })
    expect(producer.face.creditStanding()).toMatchObject({ bound: null, halts: [] })
    expect(producer.face.giveNotice({ kind: 'halt', text: 'x' })).toMatchObject({ code: 'regulator-only' })
  })

  it('is told again for who comes later, and is there after a restart', () => {
    const path = join(folder, 'notices.json')
    const regulator = open(REGULATOR, openNoticeBook(path))
    expect(regulator.face.giveNotice({ kind: 'lift', text: '' })).toMatchObject({ code: 'nothing-halted' })
    regulator.face.giveNotice({ kind: 'halt', text: 'wait' })
    const producer = open(PRODUCER)
    grow(producer, 6)
    told = []
    const again = open(REGULATOR, openNoticeBook(path))
    expect(again.face.creditStanding().halts).toMatchObject([{ text: 'wait' }])
    for (let height = 1; height <= 6; height += 1) {
      const block = must(producer.chain.blocks.hashAt(height), 'a block')
      again.core.receiveBlock(must(producer.chain.blocks.bytesOf(block), 'its bytes'), 'peer')
    }
    expect(told.map((bytes) => decodeNotice(bytes)?.text)).toContain('wait')
  })

  it('halts a node whose file of notices is another', () => {
    const path = join(folder, 'wrong.json')
    for (const text of ['{', '["00"]', `["${toHex(new Uint8Array(101))}"]`]) {
      writeFileSync(path, text)
      expect(() => openNoticeBook(path)).toThrow(expect.objectContaining({ code: 'notices-malformed' }))
    }
  })
})
