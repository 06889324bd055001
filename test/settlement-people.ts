import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { invite } from '@vc/api'
import { callSteppedUp, enrolPerson, type TestBrowser, testAuthenticator } from '@vc/api/testing'
import type { NodeClient } from '@vc/client'
import { actChallenge, encodeBase64url, fromHex, hash160, schnorrPublicKey, toHex } from '@vc/crypto'
import { type Db, outputAtOf, unspentByKeyHash } from '@vc/db'
import {
  decodeTransaction,
  encodeTransaction,
  keyHashScript,
  type NamedOutput,
  outputsOf,
  pay,
  selectValue,
  sheetHashOf,
  signInput,
} from '@vc/ledger'

const FEE = 100n

/** A person of a settlement centre, signed in, with an act key that the test holds. */
export type Member = {
  readonly browser: TestBrowser
  readonly act: ReturnType<typeof testAuthenticator>
  /** Hex, 33 bytes. */
  readonly actKey: string
}

/** Invites a person of a settlement centre, who enrols at `origin` and makes an act key at `actOrigin`. */
export async function joinCentre(
  db: Db,
  at: { browser: TestBrowser; origin: string; actOrigin: string },
  organisationId: string,
  name: string,
): Promise<Member> {
  const times = { validFrom: new Date(0), expiresAt: new Date(Date.now() + 600_000) }
  const random = (length: number) => new Uint8Array(randomBytes(length))
  const token = await invite(
    db,
    { random },
    { organisationId, role: 'settlement-centre', isAdmin: false, ...times },
  )
  const { browser, origin, actOrigin } = at
  const { key } = await enrolPerson(browser, token, name, testAuthenticator('localhost', origin))
  const { value } = await callSteppedUp(browser, key, 'actKeys.begin', { label: 'act' })
  const act = testAuthenticator('localhost', actOrigin)
  const response = act.create(value as { challenge: string; user: { id: string } })
  const made = await browser.call('actKeys.finish', { response })
  return { browser, act, actKey: (made.value as { actKey: string }).actKey }
}

type Begun = {
  readonly transactions: string[]
  readonly named: { element: 0 | 1 | 2; amount: string; script: string; layer: 0 | 1 | 2 }[][]
  readonly required: { transaction: number; part: string; index: number; key: string; sighash: string }[]
  readonly network: string
}

/** What a browser does with an act: reads the bytes, computes sheet by sheet, asks the key for each input. */
export async function signAct({ browser, act, actKey }: Member, actId: string) {
  const begun = (await browser.ask('acts.begin', { actId })).value as Begun
  const signatures = begun.required.map(({ transaction, part, index, key, sighash }) => {
    const decoded = decodeTransaction(fromHex(begun.transactions[transaction] ?? ''), 100_000)
    if (!decoded.ok) throw new Error(decoded.refusal.code)
    const named = (begun.named[transaction] ?? []).map((output): NamedOutput => {
      return { ...output, amount: BigInt(output.amount), script: fromHex(output.script) }
    })
    const sheet = sheetHashOf(decoded.value, named, { network: fromHex(begun.network), decimals: 2 })
    const { response } = act.get({ challenge: encodeBase64url(actChallenge(fromHex(sighash), sheet)) })
    const { authenticatorData, clientDataJSON, signature } = response
    const sheetHash = encodeBase64url(sheet)
    const by = { authenticatorData, clientDataJSON, signature, sheetHash, publicKey: actKey }
    return { transaction, part, index, key, by }
  })
  return browser.call('acts.finish', { actId, signatures })
}

/** Participants pay in: signs a payment from the treasury of a development network; false while it has no coins. */
export async function payIn(
  { db, client, workerDir }: { db: Db; client: NodeClient; workerDir: string },
  to: Uint8Array,
  amount: bigint,
): Promise<boolean> {
  const { secrets } = JSON.parse(readFileSync(join(workerDir, 'admission-keys.json'), 'utf8'))
  const secret = fromHex(secrets[0])
  const owner = hash160(schnorrPublicKey(secret))
  const values = selectValue((await unspentByKeyHash(db, toHex(owner))).map(outputAtOf), amount + FEE)
  if (!values.ok) return false
  const payments = [{ to: keyHashScript(to), amount }]
  const draft = pay({ values: values.value, payments, fee: FEE, changeTo: keyHashScript(owner) })
  const network = fromHex((await client.status()).network)
  const signing = { named: outputsOf(values.value), network, secret }
  const signed = values.value.reduce((tx, _, index) => signInput({ ...signing, tx, index }), draft)
  return (await client.submit([toHex(encodeTransaction(signed))])).accepted
}
