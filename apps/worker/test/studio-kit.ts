import type { TestBrowser } from '@vc/api/testing'
import { startTestNetwork, type TestNetwork } from '@vc/api/testing-network'
import { fromHex, hash160, toHex } from '@vc/crypto'
import { schema } from '@vc/db'
import { must } from '@vc/kernel'
import {
  ACCOUNT_ACTIVE,
  ADMISSION,
  CIRCULATION,
  type Configuration,
  CREDIT,
  encodeAccount,
  encodeAgent,
  genesisAllotment,
  genesisRecord,
  genesisRoster,
  keyHashScript,
  MANAGEMENT,
  POWER_CREDIT,
  TRANSFER,
  type Transaction,
  VALUE,
} from '@vc/ledger'
import type { RoyaltyTerms } from '@vc/settlement'
import { eq } from 'drizzle-orm'
import type { WorkerDeps } from '../src/deps.ts'
import { followChain } from '../src/follow-chain.ts'
import { submissionHooks } from '../src/hooks.ts'
import { accountOf, giveAccount, judgedChain, keysOf } from './judged-chain.ts'
import { scriptedNode } from './scripted-node.ts'
import { type SigningPerson, signAct, signingPerson } from './worker-kit.ts'

export const [operator, studioKeys, publisherKeys, channelKeys] = [
  keysOf('operator'),
  keysOf('studio'),
  keysOf('publisher'),
  keysOf('channel'),
]
export const [playerKeys, friendKeys] = [keysOf('player'), keysOf('friend')]

const value = (script: Uint8Array, amount: bigint) => ({ element: VALUE, amount, script }) as const
/** Somebody with an act key, of a new organisation. */
export const personOf = (network: TestNetwork) => async (role: 'holder' | 'authority') =>
  signingPerson(network, (await network.found(role)).organisationId, role)

/** Value for all, accounts of channel and studio, and an agent whose credit can turn arrears into debt. */
function foundingOf(agentKey: Uint8Array, configuration: Configuration): readonly Transaction[] {
  const holderScript = operator.script
  const accountRecord = ({ hash: debtKeyHash }: Keys) => {
    const holder = { debtKeyHash, commitment: new Uint8Array(32), status: ACCOUNT_ACTIVE }
    const value = encodeAccount({ ...holder, agent: agentKey })
    return genesisRecord({ table: 'account', key: debtKeyHash, holderScript, value })
  }
  const agent = { parent: new Uint8Array(), ceiling: 1_000_000n, powers: POWER_CREDIT }
  const credit = { element: CREDIT, amount: 1_000_000n, script: keyHashScript(hash160(agentKey)) } as const
  const admission = ['one', 'two', 'three'].map((name) => keysOf(name).key)
  return [
    genesisRoster(ADMISSION, admission, configuration),
    genesisAllotment(CIRCULATION, TRANSFER, [
      ...[value(operator.script, 50_000n), value(publisherKeys.script, 60_000n)],
      ...[value(channelKeys.script, 90_000n), value(channelKeys.script, 70_000n)],
      ...[value(playerKeys.script, 5_000n), value(friendKeys.script, 2_000n)],
      ...[value(studioKeys.script, 4_000n), value(studioKeys.script, 3_000n)],
    ]),
    genesisAllotment(MANAGEMENT, TRANSFER, [credit]),
    ...[accountRecord(channelKeys), accountRecord(studioKeys)],
    genesisRecord({ table: 'agent', key: agentKey, value: encodeAgent(agent), holderScript }),
  ]
}

export type StudioDesk = Awaited<ReturnType<typeof startStudio>>

/** Studio, publisher, channel and authority with hardware keys, two players with accounts, and a chain that judges. */
export async function startStudio() {
  const network = await startTestNetwork()
  network.reset()
  const person = personOf(network)
  const studio = await person('holder')
  const publisher = await person('holder')
  const channel = await person('holder')
  const authority = await person('authority')
  await giveAccount(network, studio, 'studio', studioKeys.hash)
  await giveAccount(network, publisher, 'publisher', publisherKeys.hash)
  await giveAccount(network, channel, 'channel', channelKeys.hash)
  const player = await accountOf(network, playerKeys)
  const friend = await accountOf(network, friendKeys)
  const founding = foundingOf(fromHex(authority.actKey), network.deps().env.configuration)
  const node = scriptedNode({ parameters: { blockInterval: 60 } })
  node.mine(founding)
  node.finalise(0)
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const { db } = network.database
  const { client } = node
  const deps: WorkerDeps = {
    db,
    client,
    log,
    hooks: submissionHooks,
    operatingKey: operator.secret,
    dataDir: '/nowhere',
  }
  Object.assign(network.deps(), { client })
  const chain = judgedChain({ network, node, deps, founding })
  await followChain(deps)
  network.deps().env.network.set(fromHex((await node.client.status()).network))
  return { network, node, deps, chain, studio, publisher, channel, authority, player, friend }
}

export const terms: RoyaltyTerms = {
  ...{ validFrom: '2025-12-01', validTo: '2026-12-31', platformFee: 3_000, payDays: 7 },
  tiers: [
    { from: 0n, studio: 5_000, publisher: 3_000 },
    { from: 50_000n, studio: 6_000, publisher: 2_500 },
  ],
  guarantee: null,
  advance: { amount: 10_000n, rate: 5_000 },
}

export const account = ({ hash }: { hash: Uint8Array }) => toHex(hash)

export type Contract = {
  id: string
  version: number
  state: string
  actId: string | null
  part: string
  txid: string
}
export const contractOf = async ({ browser }: { browser: TestBrowser }, contractId: string) =>
  ((await browser.ask('studio.contract', { contractId })).value as { contract: Contract }).contract

export type Statement = {
  statement: {
    owed: bigint
    open: bigint
    paid: bigint
    late: bigint
    lateDays: number
    delayTenths: number | null
  }
  lines: { line: number; studio: bigint; publisher: bigint; channel: bigint; recouped: bigint; net: bigint }[]
  dues: Due[]
  kin: { id: string; correction: number }[]
}
type Due = {
  part: string
  state: string
  amount: bigint
  left: bigint
  ageDays: number
  delay: number | null
  txid: string
}
export const statementOf = async ({ browser }: { browser: TestBrowser }, statementId: string) =>
  (await browser.ask('studio.statement', { statementId })).value as Statement

const HEAD = 'period,title,units,gross,refunds,tax'
/** A channel's statement. */
export const file = (fileName: string, ...lines: string[]) => ({
  ...{ fileName, content: Buffer.from([HEAD, ...lines].join('\n')).toString('base64') },
})

export const plays = (fileName: string, ...lines: string[]) => ({
  ...{ fileName },
  content: Buffer.from(['event,title,kind,player,referrer,amount', ...lines].join('\n')).toString('base64'),
})

type Keys = { readonly hash: Uint8Array }

/** What lies under a key in circulation by the projected ledger. */
export async function heldUnder({ database }: TestNetwork, { hash }: Keys): Promise<bigint> {
  const { outputs } = schema
  const rows = await database.db
    .select()
    .from(outputs)
    .where(eq(outputs.keyHash, toHex(hash)))
  return rows
    .filter(
      ({ spentHeight, element, layer }) => spentHeight === null && element === VALUE && layer === CIRCULATION,
    )
    .reduce((sum, { amount }) => sum + amount, 0n)
}

/** What a studio proposes to both. */
export const proposalOf = (to: Pick<StudioDesk, 'publisher' | 'channel'>, titleId: string) => ({
  ...{ commandKey: crypto.randomUUID(), titleId, terms, account: account(studioKeys) },
  ...{ publisherId: to.publisher.organisationId, channelId: to.channel.organisationId },
})

/** Takes part in a contract with an account. */
export const takePart = ({ browser }: SigningPerson, contractId: string, keys: Keys = channelKeys) =>
  browser.call('studio.join', { contractId, account: account(keys) })

/** A title with a contract that all three have signed. */
export async function agreedTitle(desk: StudioDesk, code: string): Promise<string> {
  const { studio, publisher, channel, chain } = desk
  const titleId = crypto.randomUUID()
  await studio.browser.call('studio.addTitle', { commandKey: titleId, code, name: code })
  const proposed = await studio.browser.call('studio.propose', proposalOf(desk, titleId))
  const { contractId } = proposed.value as { contractId: string }
  await takePart(publisher, contractId, publisherKeys)
  await takePart(channel, contractId)
  await chain.nextBlock()
  const { actId } = await contractOf(studio, contractId)
  for (const signer of [studio, publisher, channel]) await signAct(signer, must(actId ?? undefined, 'an act'))
  await chain.nextBlock()
  return titleId
}
