import { claimPayload, encodeClaim } from '@vc/consensus'
import { checkpointNote, notaryClaimOf, noteSigner } from '@vc/consensus/claims/testing'
import { fromHex, sha256, toHex } from '@vc/crypto'
import { openSignatureChecks } from '@vc/crypto/native'
import { assert, must } from '@vc/kernel'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { found } from '../../sim/found.ts'
import { memoryPages } from '../../sim/memory-pages.ts'
import { rememberChecks } from '../checks/remember-checks.ts'
import { openSignFile } from '../keys/sign-state.ts'
import { alone, type CorePort } from '../network/port.ts'
import { type Node, openNode } from '../node.ts'
import { openMemoryStore } from '../storage/memory-store.ts'

const START = 1_800_000_000
const checks = rememberChecks((await openSignatureChecks()).checks)
const log = noteSigner('log.example', new Uint8Array(32).fill(21))
const witness = noteSigner('witness.example', new Uint8Array(32).fill(22), 4)
const network = found({
  seed: 'claims',
  stakes: [10n ** 9n, 0n],
  coins: 1,
  time: START,
  blocks: 100,
  parameters: {
    'pob.source': 'notary',
    'pob.interval': 6,
    'pob.notaries': [{ origin: 'log.example', keys: [log.key, witness.key] }],
  },
})
let seconds = START

const open = (member: number, store = openMemoryStore(), port?: CorePort) =>
  openNode({
    ...{ store, port },
    genesis: network.genesis,
    configuration: network.configuration,
    backend: 'test',
    checks,
    policy: { minFee: 0n, transactions: 100, bytes: 1_000_000 },
    clock: { nowMs: () => seconds * 1_000 },
    log: pino({ level: 'silent' }),
    producer: { key: must(network.keys[member], 'a key'), signState: openSignFile(memoryPages()) },
  })

/** A claim of the second member to make the block of a height, and one more for each number. */
function claimFor(height: number, { chain }: Node, more: readonly number[] = []) {
  const key = must(network.keys[1], 'a key').producerKey
  const others = more.map((n) => sha256(new Uint8Array([n])))
  const leaves = [key, ...others].map((one) => claimPayload(chain.network, { height, key: one }))
  const note = checkpointNote('log.example', leaves, [log, witness])
  return leaves.map((_, at) => encodeClaim(notaryClaimOf(leaves, at, note)))
}

/** Until the first of the nodes has so many blocks. */
function goOn(nodes: readonly Node[], height: number): void {
  while (must(nodes[0], 'a node').face.status().head.height < height) {
    seconds += 1
    for (const node of nodes) node.tick()
    for (const from of nodes) {
      for (const to of nodes) {
        const { height: at } = from.face.status().head
        if (at > 0) to.core.receiveBlock(fromHex(must(from.face.blockAt(at), 'a block').bytes), 'peer')
      }
    }
  }
}

it('a claim that was handed in is there after a kill, is told again until a block has it, and gives its block', () => {
  const store = openMemoryStore()
  const [claim] = claimFor(6, open(1))
  const bytes = must(claim, 'a claim')
  expect(open(1, store).face.submitClaim(bytes)).toMatchObject({ accepted: true, isNew: true, height: 6 })
  const told: string[] = []
  const port = { ...alone, announceClaim: (one: Uint8Array) => void told.push(toHex(one)) }
  const again = open(1, store, port)
  expect(told).toEqual([toHex(bytes)])
  expect(again.face.submitClaim(bytes)).toMatchObject({ accepted: true, isNew: false })
  const staked = open(0)
  expect(staked.core.receiveClaim(bytes, 'peer').action).toBe('accept')
  goOn([staked, again], 8)
  const made = again.chain.blocks.header(must(again.chain.blocks.hashAt(6), 'a block'))
  expect(made?.producerKey).toEqual(must(network.keys[1], 'a key').producerKey)
  expect(told.length).toBe(1)
})

it('keeps eight claims a height on disk, none of a height that has come, and has taken only what is on disk', () => {
  const store = openMemoryStore()
  const kept = () => [...store.range('claim', new Uint8Array([0]))].length
  const node = open(1, store)
  const broken = open(1, { ...store, commit: () => assert(false, 'the power went') })
  const [first, ...others] = claimFor(6, node, [1, 2, 3, 4, 5, 6, 7, 8])
  expect(() => broken.face.submitClaim(must(first, 'a claim'))).toThrow('the power went')
  expect(kept()).toBe(0)
  const answers = others.map((claim) => node.core.receiveClaim(claim, 'peer').action)
  expect(answers).toEqual(Array(8).fill('accept'))
  expect(node.face.submitClaim(must(first, 'a claim'))).toMatchObject({ refusal: { code: 'claims-many' } })
  expect(kept()).toBe(8)
  goOn([open(0), node], 6)
  const [later] = claimFor(12, node)
  expect(node.face.submitClaim(must(later, 'a claim'))).toMatchObject({ accepted: true })
  expect(kept()).toBe(1)
})

it('a member without stake makes the block that its claim gives it the right to, and the chain goes on', () => {
  const [staked, claimant] = [open(0), open(1)]
  const nodes = [staked, claimant]
  const key = must(network.keys[1], 'a key').producerKey
  const claim = must(claimFor(6, staked)[0], 'a claim')
  for (const node of nodes) {
    expect(node.core.receiveClaim(claim, 'peer').action).toBe('accept')
    expect(node.core.receiveClaim(claim, 'peer').action).toBe('ignore')
    expect(node.core.receiveClaim(claim.subarray(1), 'peer').action).toBe('reject')
    const forged = claim.map((byte, at) => (at === 40 ? byte ^ 1 : byte))
    expect(node.core.receiveClaim(forged, 'peer')).toEqual({ action: 'reject', code: 'claim-invalid' })
  }
  goOn(nodes, 8)
  const headers = nodes.map(({ chain }) =>
    must(chain.blocks.header(must(chain.blocks.hashAt(6), 'a block')), 'it'),
  )
  for (const header of headers) {
    expect(toHex(header.producerKey)).toBe(toHex(key))
    expect(header).toMatchObject({ stakeAmount: 0n, stakeIndex: 0xffffffff })
  }
  expect(claimant.face.status().head.height).toBeGreaterThanOrEqual(7)
})
