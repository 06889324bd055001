import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TEST_ORIGIN } from '@vc/api/testing'
import type { TestNetwork } from '@vc/api/testing-network'
import { ed25519PublicKey, fromHex, hash160, nobleChecks, schnorrPublicKey, toHex } from '@vc/crypto'
import { softwareAuthenticator } from '@vc/crypto/software-authenticator'
import {
  ADMISSION,
  applyGenesisTransaction,
  applyTransaction,
  CIRCULATION,
  COUNCIL,
  defaultConfiguration,
  encodeMember,
  genesisAllotment,
  genesisRecord,
  genesisRoster,
  judgeTransaction,
  keyHashScript,
  kOfNScript,
  type MemoryState,
  memoryState,
  type NamedOutput,
  Overlay,
  sheetHashOf,
  TRANSFER,
  type Transaction,
  viewOf,
} from '@vc/ledger'
import type { WorkerDeps } from '../src/deps.ts'
import { followChain } from '../src/follow-chain.ts'
import { submissionHooks } from '../src/hooks.ts'
import { scriptedNode } from './scripted-node.ts'
import { drain, readTransaction } from './worker-kit.ts'

const operatingKey = new Uint8Array(32).fill(11)
const party = { rpId: 'localhost', origin: TEST_ORIGIN }
const configuration = { ...defaultConfiguration, rpIds: [party.rpId], origins: [party.origin] }

/** The member that the chain begins with: it makes blocks, votes and regulates. */
export const foundingNode = {
  key: ed25519PublicKey(new Uint8Array(32).fill(21)),
  member: {
    certificateHash: new Uint8Array(32).fill(22),
    stakeKey: schnorrPublicKey(new Uint8Array(32).fill(23)),
    roles: 7,
  },
}

/** A chain that founders in software began, whose every transaction is judged by the law before it is taken. */
export async function foundedChain(network: TestNetwork, founders = 3) {
  const secrets = Array.from({ length: founders }, (_, at) => new Uint8Array(32).fill(at + 1))
  const keys = secrets.map((secret) => softwareAuthenticator(secret, party).publicKey33)
  const script = keyHashScript(hash160(schnorrPublicKey(operatingKey)))
  const coins = Array.from({ length: 8 }, () => ({ element: 0 as const, amount: 1_000_000n, script }))
  const founding = [
    genesisRoster(ADMISSION, keys, configuration),
    genesisRoster(COUNCIL, keys, configuration),
    genesisRecord({
      ...{ table: 'member', key: foundingNode.key, value: encodeMember(foundingNode.member) },
      holderScript: kOfNScript(Math.floor(founders / 2) + 1, keys),
    }),
    genesisAllotment(CIRCULATION, TRANSFER, coins),
  ]
  const node = scriptedNode()
  node.mine(founding)
  node.finalise(0)
  const state = memoryState()
  for (const tx of founding) applied(state, (overlay) => applyGenesisTransaction(overlay, tx))
  const { env } = network.deps()
  const judge = (tx: Transaction) =>
    judgeTransaction(tx, viewOf(state, { height: node.height() + 1 }), {
      ...{ network: env.network, height: node.height() + 1, configuration, checks: nobleChecks },
      sheetHashOf: (one, named) => sheetHashOf(one, named as readonly NamedOutput[], env),
    })
  node.refuseBy(() => {
    const [judged] = (node.submitted.at(-1) ?? []).map((hex) => judge(readTransaction(hex)))
    return judged === undefined || judged.ok ? undefined : judged.refusal
  })
  const dataDir = mkdtempSync(join(tmpdir(), 'vc-foundation-'))
  const kept = { software: true, ...party, secrets: secrets.map(toHex) }
  writeFileSync(join(dataDir, 'admission-keys.json'), JSON.stringify(kept))
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const { db } = network.database
  const deps: WorkerDeps = { db, client: node.client, log, hooks: submissionHooks, operatingKey, dataDir }
  await followChain(deps)
  env.network.set(fromHex((await node.client.status()).network))
  /** A block of all that waits, final at once; what came of it is done. */
  const nextBlock = async () => {
    const height = node.height() + 1
    const pool = node.waiting()
    node.minePool()
    for (const tx of pool) applied(state, (overlay) => applyTransaction(overlay, tx, height))
    node.finalise(height)
    await followChain(deps)
    await drain(deps)
  }
  return { deps, node, state, founders: keys, nextBlock }
}

function applied(state: MemoryState, change: (overlay: Overlay) => unknown): void {
  const overlay = new Overlay(state)
  change(overlay)
  state.apply(overlay.changes())
}
