import { invite, type Role } from '@vc/api'
import { callSteppedUp, enrolPerson, testAuthenticator } from '@vc/api/testing'
import type { TestNetwork } from '@vc/api/testing-network'
import { actChallenge, encodeBase64url, fromHex } from '@vc/crypto'
import { schema } from '@vc/db'
import { decodeTransaction, sheetHashOf, type Transaction } from '@vc/ledger'
import { and, asc, isNull, lte } from 'drizzle-orm'
import type { WorkerDeps } from '../src/deps.ts'
import { domainHandlers } from '../src/handlers/index.ts'

/** Somebody of an organisation with a key that signs acts, signed in. */
export type SigningPerson = Awaited<ReturnType<typeof signingPerson>>

let count = 0
export async function signingPerson(network: TestNetwork, organisationId: string, role: Role) {
  count += 1
  const times = { validFrom: new Date(0), expiresAt: new Date(network.clock().nowMs() + 60_000) }
  const token = await invite(network.database.db, network.deps(), {
    ...{ organisationId, role, isAdmin: false },
    ...times,
  })
  return { ...(await enrolledBy(network, token, `Person ${count}`)), organisationId }
}

/** The person who comes in by an invitation, with a key for acts. */
export async function enrolledBy(network: TestNetwork, token: string, name: string) {
  const browser = network.browser()
  const { key, personId } = await enrolPerson(browser, token, name)
  const { value } = await callSteppedUp(browser, key, 'actKeys.begin', { label: 'act' })
  const act = testAuthenticator()
  const response = act.create(value as { challenge: string; user: { id: string } })
  const made = await browser.call('actKeys.finish', { response })
  return { browser, key, personId, act, actKey: (made.value as { actKey: string }).actKey }
}

/** Later than any pause after a fault: what is promised for then is not due. */
const SOON_MS = 60_000

/** Does all that is promised for now, again and again, as a worker that comes back after every fault. */
export async function drain(deps: WorkerDeps): Promise<void> {
  for (let round = 0; round < 60; round += 1) {
    const { outbox } = schema
    const due = await deps.db
      .select()
      .from(outbox)
      .where(and(isNull(outbox.doneAt), lte(outbox.dueAt, new Date(Date.now() + SOON_MS))))
      .orderBy(asc(outbox.createdAt))
    if (due.length === 0) return
    for (const { id, topic, payload } of due) {
      const handler = domainHandlers.map((bind) => bind(deps)).find(({ name }) => name === topic)
      await handler?.run(payload, { outboxId: id }).catch(() => {})
    }
  }
  throw new Error('promises are left')
}

export type Begun = {
  readonly transactions: string[]
  readonly named: { element: 0 | 1 | 2; amount: string; script: string; layer: 0 | 1 | 2 }[][]
  readonly required: {
    transaction: number
    part: 'input'
    index: number
    key: string
    sighash: string
    mine: boolean
  }[]
  readonly network: string
}

/** What a browser does with an act: reads the bytes, computes sheet by sheet, asks the key for each input of its own. */
export async function signAct(person: SigningPerson, actId: string) {
  const begun = (await person.browser.ask('acts.begin', { actId })).value as Begun
  return person.browser.call('acts.finish', { actId, signatures: signaturesOf(person, begun) })
}

/** The signatures of an act that was read, of all that it asks of the person. */
export function signaturesOf({ act, actKey }: SigningPerson, begun: Begun) {
  const own = begun.required.filter(({ mine }) => mine)
  return own.map(({ transaction, part, index, key, sighash }) => {
    const tx = readTransaction(begun.transactions[transaction] ?? '')
    const named = (begun.named[transaction] ?? []).map((o) => ({
      ...o,
      amount: BigInt(o.amount),
      script: fromHex(o.script),
    }))
    const sheet = sheetHashOf(tx, named, { network: fromHex(begun.network), decimals: 2 })
    const challenge = encodeBase64url(actChallenge(fromHex(sighash), sheet))
    const { authenticatorData, clientDataJSON, signature } = act.get({ challenge }).response
    const by = {
      ...{ authenticatorData, clientDataJSON, signature, publicKey: actKey },
      sheetHash: encodeBase64url(sheet),
    }
    return { transaction, part, index, key, by }
  })
}

export function readTransaction(hex: string): Transaction {
  const read = decodeTransaction(fromHex(hex), 100_000)
  if (!read.ok) throw new Error(read.refusal.code)
  return read.value
}
