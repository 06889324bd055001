import { randomUUID } from 'node:crypto'
import {
  actChallenge,
  decodeAssertion,
  encodeBase64url,
  fromHex,
  hash160,
  schnorrPublicKey,
  signSchnorr,
  toHex,
} from '@vc/crypto'
import { softwareAuthenticator } from '@vc/crypto/software-authenticator'
import { schema } from '@vc/db'
import { passkeys, sealedSeeds } from '@vc/db/identity'
import { must } from '@vc/kernel'
import {
  ACCOUNT_ACTIVE,
  CREDIT,
  decodeTransaction,
  encodeAccount,
  encodeAgent,
  keyHashScript,
  MANAGEMENT,
  type NamedOutput,
  POWER_CREDIT,
  sheetHashOf,
} from '@vc/ledger'
import { callSteppedUp, type TestAuthenticator, type TestBrowser } from '../../testing.ts'
import type { TestNetwork } from '../../testing-network.ts'

/** Bytes alike, to tell keys apart. */
export const fill = (n: number, length = 32) => new Uint8Array(length).fill(n)
/** How far the numbers of each network's records and keys have come. */
const serials = new WeakMap<TestNetwork, number>()
function nextSerial(network: TestNetwork): number {
  const serial = (serials.get(network) ?? 20) + 1
  serials.set(network, serial)
  return serial
}

/** A holder with an account on the ledger and an authority with its agent, both signed in. */
export async function village(network: TestNetwork) {
  const serial = nextSerial(network)
  const { db } = network.database
  const holder = await network.enrolled('holder')
  const authority = await network.enrolled('authority')
  const debtSecret = fill(serial)
  const debtKeyHash = hash160(schnorrPublicKey(debtSecret))
  const accountId = fill(serial, 20)
  const party = { rpId: 'localhost', origin: 'http://localhost:3000' }
  const actKey = softwareAuthenticator(fill(serial + 100), party)
  const now = new Date(network.clock().nowMs())
  await db.insert(sealedSeeds).values({
    ...{ personId: holder.personId, organisationId: holder.organisationId, credentialId: holder.key.id },
    ...{ ciphertext: fill(1, 48), salt: fill(2), accountId, debtKeyHash, createdAt: now },
  })
  await db.insert(passkeys).values({
    ...{ personId: authority.personId, kind: 'act', credentialId: randomUUID(), publicKey: fill(1, 77) },
    ...{ actKey: actKey.publicKey33, counter: 0n, backupEligible: false, backedUp: false, transports: [] },
    ...{ aaguid: '00000000-0000-0000-0000-000000000000', label: 'act' },
  })
  await record(
    network,
    'account',
    accountId,
    encodeAccount({ debtKeyHash, commitment: fill(3), status: ACCOUNT_ACTIVE, agent: fill(4, 33) }),
  )
  await record(
    network,
    'agent',
    actKey.publicKey33,
    encodeAgent({ parent: fill(0, 0), ceiling: 50_000n, powers: POWER_CREDIT }),
  )
  const agentHash = hash160(actKey.publicKey33)
  await db.insert(schema.outputs).values({
    ...{
      txid: toHex(fill(serial + 50)),
      index: 0,
      layer: MANAGEMENT,
      kind: 0,
      element: CREDIT,
      amount: 1_000_000n,
    },
    ...{
      script: keyHashScript(agentHash),
      standard: 'key-hash',
      keyHash: toHex(agentHash),
      createdHeight: 1,
    },
  })
  return { holder, authority, actKey, debtSecret, debtKeyHash, accountId, agentHash }
}

async function record(network: TestNetwork, table: string, key: Uint8Array, value: Uint8Array) {
  const serial = nextSerial(network)
  const row = {
    height: 1,
    index: serial,
    txid: toHex(fill(serial)),
    table,
    key: toHex(key),
    value,
    newest: true,
  }
  await network.database.db.insert(schema.records).values(row)
}

/** Another day, with blocks projected up to height 10. */
export async function anotherDay(network: TestNetwork): Promise<void> {
  network.reset()
  await network.database.db
    .insert(schema.projectionCursor)
    .values({
      ...{
        id: 1,
        network: toHex(fill(7)),
        height: 10,
        hash: toHex(fill(1)),
        headHeight: 10,
        justifiedHeight: 9,
      },
      ...{ finalHeight: 8, parameters: { slotSeconds: 5, badDebtAge: 60, decimals: 2, maxPremium: 500 } },
    })
    .onConflictDoNothing()
}

export type Begun = {
  transactions: string[]
  named: { element: 0 | 1 | 2; amount: string; script: string; layer: 0 | 1 | 2 }[][]
  required: {
    transaction: number
    part: string
    index: number
    key: string
    sighash: string
    mine: boolean
  }[]
}
/** The act as a browser gets it. */
export const begin = async (browser: TestBrowser, actId: string) =>
  (await browser.ask('acts.begin', { actId })).value as Begun
/** Gives every signature of the act that the debtor's key owes. */
export async function signAsDebtor(browser: TestBrowser, actId: string, secret: Uint8Array) {
  const begun = await begin(browser, actId)
  const mine = begun.required.filter((part) => part.mine)
  const signatures = mine.map(({ transaction, part, index, key, sighash }) => ({
    ...{ transaction, part, index, key },
    by: { schnorr: toHex(signSchnorr(fromHex(sighash), secret)), publicKey: toHex(schnorrPublicKey(secret)) },
  }))
  return browser.call('acts.finish', { actId, signatures })
}

/** Gives the signatures of inputs that are this person's, as its hardware key would. */
export async function signAsAuthority(
  browser: TestBrowser,
  actId: string,
  key: ReturnType<typeof softwareAuthenticator>,
) {
  const begun = await begin(browser, actId)
  const signatures = begun.required
    .filter(({ part, mine }) => part === 'input' && mine)
    .map(({ transaction, part, index, key: asked, sighash }) => {
      const { tx, named } = read(begun)
      const sheetHash = sheetHashOf(tx, named, { network: fill(7), decimals: 2 })
      const item = key.assert(actChallenge(fromHex(sighash), sheetHash), sheetHash)
      const said = must(decodeAssertion(item), 'an assertion')
      const by = {
        authenticatorData: encodeBase64url(said.authenticatorData),
        clientDataJSON: encodeBase64url(said.clientDataJSON),
        signature: encodeBase64url(said.signature),
        sheetHash: encodeBase64url(said.sheetHash),
        publicKey: toHex(key.publicKey33),
      }
      return { transaction, part, index, key: asked, by }
    })
  return browser.call('acts.finish', { actId, signatures })
}

type Authority = { readonly browser: TestBrowser; readonly key: TestAuthenticator }

/** What an authority says with its key when it gives against advice. */
export const overrule = ({ browser, key }: Authority, applicationId: string) =>
  callSteppedUp(browser, key, 'credit.overrule', { applicationId, reason: 'The co-op has never been late' })

/** Approves, after saying why in spite of advice. */
export async function approveFor(authority: Authority, applicationId: string, more: object = {}) {
  await overrule(authority, applicationId)
  return authority.browser.call('credit.approve', { applicationId, ...more })
}

/** The draft's first transaction and what its inputs name. */
export function read(begun: Pick<Begun, 'transactions' | 'named'>) {
  const decoded = decodeTransaction(fromHex(begun.transactions[0] ?? ''), 100_000)
  if (!decoded.ok) throw new Error(decoded.refusal.code)
  const named = (begun.named[0] ?? []).map(
    ({ element, amount, script, layer }): NamedOutput => ({
      element,
      amount: BigInt(amount),
      script: fromHex(script),
      layer,
    }),
  )
  return { tx: decoded.value, named }
}
