import { claimPayload, encodeClaim } from '@vc/consensus'
import { checkpointNote, notaryClaimOf, noteSigner } from '@vc/consensus/claims/testing'
import { fromHex, toHex } from '@vc/crypto'
import { openSignatureChecks } from '@vc/crypto/native'
import { must } from '@vc/kernel'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { found } from '../../sim/found.ts'
import { memoryPages } from '../../sim/memory-pages.ts'
import { rememberChecks } from '../checks/remember-checks.ts'
import { openSignFile } from '../keys/sign-state.ts'
import { openNode } from '../node.ts'
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

const open = (member: number) =>
  openNode({
    store: openMemoryStore(),
    genesis: network.genesis,
    configuration: network.configuration,
    backend: 'test',
    checks,
    policy: { minFee: 0n, transactions: 100, bytes: 1_000_000 },
    clock: { nowMs: () => seconds * 1_000 },
    log: pino({ level: 'silent' }),
    producer: { key: must(network.keys[member], 'a key'), signState: openSignFile(memoryPages()) },
  })

it('a member without stake makes the block that its claim gives it the right to, and the chain goes on', () => {
  const [staked, claimant] = [open(0), open(1)]
  const nodes = [staked, claimant]
  const key = must(network.keys[1], 'a key').producerKey
  const leaves = [claimPayload(staked.chain.network, { height: 6, key })]
  const note = checkpointNote('log.example', leaves, [log, witness])
  const claim = encodeClaim(notaryClaimOf(leaves, 0, note))
  for (const node of nodes) {
    expect(node.core.receiveClaim(claim, 'peer').action).toBe('accept')
    expect(node.core.receiveClaim(claim, 'peer').action).toBe('ignore')
    expect(node.core.receiveClaim(claim.subarray(1), 'peer').action).toBe('reject')
    const forged = claim.map((byte, at) => (at === 40 ? byte ^ 1 : byte))
    expect(node.core.receiveClaim(forged, 'peer')).toEqual({ action: 'reject', code: 'claim-invalid' })
  }
  while (staked.face.status().head.height < 8) {
    seconds += 1
    for (const node of nodes) node.tick()
    for (const from of nodes) {
      for (const to of nodes) {
        const { height } = from.face.status().head
        if (height > 0)
          to.core.receiveBlock(fromHex(must(from.face.blockAt(height), 'a block').bytes), 'peer')
      }
    }
  }
  const headers = nodes.map(({ chain }) =>
    must(chain.blocks.header(must(chain.blocks.hashAt(6), 'a block')), 'it'),
  )
  for (const header of headers) {
    expect(toHex(header.producerKey)).toBe(toHex(key))
    expect(header).toMatchObject({ stakeAmount: 0n, stakeIndex: 0xffffffff })
  }
  expect(claimant.face.status().head.height).toBeGreaterThanOrEqual(7)
})
