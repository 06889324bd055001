import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { foundOrganisation, invite, type Role } from '@vc/api'
import { openClient } from '@vc/client'
import { fromHex, hash160, schnorrPublicKey, toHex } from '@vc/crypto'
import { type Db, outputAtOf, schema, unspentByKeyHash } from '@vc/db'
import { people, sessions } from '@vc/db/identity'
import { must } from '@vc/kernel'
import {
  encodeTransaction,
  keyHashScript,
  type OutputAt,
  outputsOf,
  pay,
  selectValue,
  signInput,
  type Transaction,
  txidOf,
} from '@vc/ledger'
import { and, eq, inArray } from 'drizzle-orm'
import { again } from './again.ts'
import { nodeToken, nodeUrl } from './place.ts'

const FEE = 100n
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

/** An organisation of one role, and the invitation of its first administrator. */
type InvitationAs = { readonly role: Role; readonly name: string; readonly hours?: number | undefined }
type Payment = { readonly keyHash: string; readonly units: number }
type Ageing = { readonly name: string; readonly what: 'idle' | 'open'; readonly minutes: number }
type Alteration = { readonly txid: string; readonly index: number; readonly amount: string }

export type Tasks = ReturnType<typeof operatorTasks>

/** What walks ask of those who run the network: nobody does it in a browser. */
export function operatorTasks(db: Db, folder: string) {
  const deps = {
    clock: { nowMs: () => Date.now() },
    random: (length: number) => new Uint8Array(randomBytes(length)),
  }
  const treasury = treasuryOf(db, folder)
  return {
    /** Gives the token; given a number of hours, of another invitation that ends so much from now, or below zero has ended. */
    invite: ({ role, name, hours }: InvitationAs) =>
      db.transaction(async (tx) => {
        const founded = await foundOrganisation(tx, deps, { name, nameZh: name, roles: [role] })
        if (hours === undefined) return founded.token
        const times = { validFrom: new Date(0), expiresAt: new Date(Date.now() + hours * HOUR_MS) }
        return invite(tx, deps, { organisationId: founded.organisationId, role, isAdmin: true, ...times })
      }),

    /** Founds a settlement centre; gives the tokens of two of its people. */
    foundCentre: (_: object) =>
      db.transaction(async (tx) => {
        const name = `Clearing House ${toHex(deps.random(4))}`
        const founding = { name, nameZh: name, roles: ['settlement-centre'] } as const
        const { token, organisationId } = await foundOrganisation(tx, deps, founding)
        const times = { validFrom: new Date(0), expiresAt: new Date(Date.now() + HOUR_MS) }
        const terms = { organisationId, role: 'settlement-centre', isAdmin: false, ...times } as const
        return [token, await invite(tx, deps, terms)] as const
      }),

    /** Pays value of the treasury of this development network to a key. */
    payIn: (payment: Payment) => treasury(payment),

    /** Makes the session of a person older, as if time had passed: minutes since the last request, or since sign-in. */
    ageSession: async ({ name, what, minutes }: Ageing) => {
      const then = new Date(Date.now() - minutes * MINUTE_MS)
      const who = db.select({ id: people.id }).from(people).where(eq(people.name, name))
      const aged = await db
        .update(sessions)
        .set(what === 'idle' ? { lastSeenAt: then } : { createdAt: then })
        .where(inArray(sessions.personId, who))
        .returning({ personId: sessions.personId })
      if (aged.length !== 1) throw new Error(`${name} has ${aged.length} sessions`)
    },

    /** Writes another amount into one row of the table of outputs, as somebody with the database would; gives the one before. */
    alterOutput: async ({ txid, index, amount }: Alteration) => {
      const { outputs } = schema
      const one = and(eq(outputs.txid, txid), eq(outputs.index, index))
      const [before] = await db.select({ amount: outputs.amount }).from(outputs).where(one)
      const altered = await db
        .update(outputs)
        .set({ amount: BigInt(amount) })
        .where(one)
        .returning()
      if (altered.length !== 1) throw new Error(`no output ${txid}:${index}`)
      return String(must(before, 'an output').amount)
    },
  }
}

/** Pays one after the other out of what the payment before has left, which no block needs to have yet. */
function treasuryOf(db: Db, folder: string) {
  const client = openClient(nodeUrl, nodeToken())
  let last: Promise<unknown> = Promise.resolve()
  let left: OutputAt | undefined
  const payOnce = async ({ keyHash, units }: Payment) => {
    const { secrets } = JSON.parse(readFileSync(join(folder, 'worker', 'admission-keys.json'), 'utf8'))
    const secret = fromHex(secrets[0])
    const owner = hash160(schnorrPublicKey(secret))
    const coins = left ? [left] : (await unspentByKeyHash(db, toHex(owner), { free: true })).map(outputAtOf)
    left = undefined
    const values = selectValue(coins, BigInt(units) + FEE)
    if (!values.ok) throw new Error(values.refusal.code)
    const payments = [{ to: keyHashScript(fromHex(keyHash)), amount: BigInt(units) }]
    const draft = pay({ values: values.value, payments, fee: FEE, changeTo: keyHashScript(owner) })
    const { network, head } = await client.status()
    const signing = { named: outputsOf(values.value), network: fromHex(network), secret }
    const signed = values.value.reduce((tx, _, index) => signInput({ ...signing, tx, index }), draft)
    const answer = await client.submit([toHex(encodeTransaction(signed))])
    if (!answer.accepted) throw new Error(answer.refusal.code)
    left = changeOf(signed, head.height)
  }
  return (payment: Payment): Promise<void> => {
    const paid = last.then(() => again(() => payOnce(payment)))
    last = paid.catch(() => {})
    return paid
  }
}

/** What came back of a payment: its last output. */
function changeOf(paid: Transaction, height: number): OutputAt | undefined {
  const index = paid.outputs.length - 1
  const output = paid.outputs[index]
  if (index < 1 || !output) return undefined
  const { layer, kind } = paid
  return { outpoint: { txid: txidOf(paid), index }, output: { ...output, layer, kind, height } }
}
