import type { TestBrowser } from '@vc/api/testing'
import type { TestNetwork } from '@vc/api/testing-network'
import { fromHex, hash160, nobleChecks, schnorrPublicKey, sha256, signSchnorr, toHex, utf8 } from '@vc/crypto'
import { sealedSeeds } from '@vc/db/identity'
import { assert } from '@vc/kernel'
import {
  applyGenesisTransaction,
  applyTransaction,
  judgeBundle,
  judgeTransaction,
  keyHashScript,
  memoryState,
  Overlay,
  type Place,
  sheetHashOf,
  type Transaction,
  totals,
  viewOf,
} from '@vc/ledger'
import type { WorkerDeps } from '../src/deps.ts'
import { followChain } from '../src/follow-chain.ts'
import { submissionHooks } from '../src/hooks.ts'
import { type ScriptedNode, scriptedNode } from './scripted-node.ts'
import { drain, readTransaction } from './worker-kit.ts'

/** A holder's key by name, and what stands under it. */
export const keysOf = (name: string) => {
  const secret = sha256(utf8(name))
  const key = schnorrPublicKey(secret)
  return { secret, key, hash: hash160(key), script: keyHashScript(hash160(key)) }
}
export type Keys = ReturnType<typeof keysOf>

/** Somebody with an account whose key the test has, signed in. */
export async function accountOf(network: TestNetwork, { hash }: Keys): Promise<TestBrowser> {
  const person = await network.enrolled('holder')
  await giveAccount(network, person, person.key.id, hash)
  return person.browser
}

/** Gives a person an account whose key the test has. */
export async function giveAccount(
  network: TestNetwork,
  { personId, organisationId }: { readonly personId: string; readonly organisationId: string },
  credentialId: string,
  hash: Uint8Array,
): Promise<void> {
  await network.database.db.insert(sealedSeeds).values({
    ...{ personId, organisationId, credentialId, createdAt: new Date() },
    ...{ ciphertext: new Uint8Array(48), salt: new Uint8Array(32), accountId: hash, debtKeyHash: hash },
  })
}

type Part = {
  readonly transaction: number
  readonly part: string
  readonly index: number
  readonly key: string
  readonly sighash: string
  readonly mine: boolean
}

/** Signs with a holder's key whatever an act asks this person for. */
export async function signByWallet(browser: TestBrowser, actId: string, { secret, key }: Keys) {
  const begun = (await browser.ask('acts.begin', { actId })).value as { required: Part[] }
  const signatures = begun.required
    .filter(({ mine }) => mine)
    .map(({ transaction, part, index, key: asked, sighash }) => ({
      ...{ transaction, part, index, key: asked },
      by: { schnorr: toHex(signSchnorr(fromHex(sighash), secret)), publicKey: toHex(key) },
    }))
  return browser.call('acts.finish', { actId, signatures })
}

/** Founds a chain on these transactions that a worker follows from its first block on, each of its blocks judged. */
export async function foundedChain(
  network: TestNetwork,
  founding: readonly Transaction[],
  operatingKey: Uint8Array,
) {
  const node = scriptedNode({ parameters: { blockInterval: 60 } })
  node.mine([...founding])
  node.finalise(0)
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const { db } = network.database
  const { client } = node
  const deps: WorkerDeps = { db, client, log, hooks: submissionHooks, operatingKey, dataDir: '/nowhere' }
  Object.assign(network.deps(), { client })
  const chain = judgedChain({ network, node, deps, founding })
  await followChain(deps)
  network.deps().env.network.set(fromHex((await client.status()).network))
  return { node, deps, chain }
}

export type JudgedChain = ReturnType<typeof judgedChain>

/** A scripted node's chain on which every transaction is judged by the ledger before it goes into a block. */
export function judgedChain(of: {
  readonly network: TestNetwork
  readonly node: ScriptedNode
  readonly deps: WorkerDeps
  readonly founding: readonly Transaction[]
}) {
  const { network, node, deps } = of
  const state = new Overlay(memoryState())
  for (const tx of of.founding) applyGenesisTransaction(state, tx)

  /** Value less debt of the whole ledger: only fees leave it, and only rewards come. */
  const net = () =>
    totals(state).reduce((sum, one, i) => sum + (i % 3 === 0 ? one : i % 3 === 2 ? -one : 0n), 0n)

  /** What the ledger says to a submission in the next block, or to what its producer makes itself. */
  function judge(legs: readonly Transaction[], producer?: Place['producer']) {
    const { env } = network.deps()
    const height = node.height() + 1
    const view = viewOf(state, { height })
    const place: Place = {
      ...{ network: env.network, configuration: env.configuration, height, checks: nobleChecks },
      sheetHashOf: sheetOf(env),
      ...(producer && { producer }),
    }
    const [only] = legs
    return legs.length === 1 && only ? judgeTransaction(only, view, place) : judgeBundle(legs, view, place)
  }

  /** A final block of what waits and of what the producer makes: rewards, penalties. Gives what the net lost before these came: the fees. */
  async function nextBlock(own: readonly Transaction[] = []): Promise<bigint> {
    await drain(deps)
    const height = node.height() + 1
    const before = net()
    // A worker that was killed hands the same bytes in again; the node knows them.
    const waiting = new Map(
      node.submitted.splice(0).map((list) => [list.join(), inBlockOrder(list.map(readTransaction))]),
    )
    for (const legs of waiting.values()) {
      const judged = judge(legs)
      assert(judged.ok, `the ledger takes what the worker hands in: ${JSON.stringify(judged, hexOf)}`)
      for (const leg of legs) applyTransaction(state, leg, height)
    }
    const lost = before - net()
    for (const tx of own) applyTransaction(state, tx, height)
    node.mine([...own, ...node.waiting()])
    node.finalise(height)
    await followChain(deps)
    await drain(deps)
    return lost
  }
  return { state, net, judge, nextBlock }
}

/** Legs come by layer, as in a block (consensus.md 2). */
const inBlockOrder = (legs: readonly Transaction[]) => legs.toSorted((a, b) => a.layer - b.layer)

const hexOf = (_: string, fact: unknown) => (typeof fact === 'bigint' ? fact.toString() : fact)

const sheetOf =
  (env: { readonly network: Uint8Array; readonly decimals: number }): NonNullable<Place['sheetHashOf']> =>
  (tx, named) =>
    sheetHashOf(tx, named, env)
