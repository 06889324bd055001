// Run as a program on a running network: `people` founds a settlement centre and prints invitations of two persons;
// `pay-in <key hash> <amount>` pays value of the treasury of this development network to a key.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { foundOrganisation, invite } from '@vc/api'
import { openClient } from '@vc/client'
import { fromHex, hash160, schnorrPublicKey, toHex } from '@vc/crypto'
import { type Db, openDatabase, outputAtOf, unspentByKeyHash } from '@vc/db'
import { startPostgres } from '@vc/db/server'
import { encodeTransaction, keyHashScript, outputsOf, pay, selectValue, signInput } from '@vc/ledger'
import { again } from './again.ts'
import { nodeToken, nodeUrl } from './place.ts'

const FEE = 100n
const [folder = '', what = '', keyHash = '', amount = '0'] = process.argv.slice(2)

async function people(db: Db): Promise<string> {
  const random = (length: number) => new Uint8Array(randomBytes(length))
  const deps = { clock: { nowMs: () => Date.now() }, random }
  const name = `Clearing House ${toHex(random(4))}`
  const founding = { name, nameZh: name, roles: ['settlement-centre'] } as const
  const first = await db.transaction((tx) => foundOrganisation(tx, deps, founding))
  const times = { validFrom: new Date(0), expiresAt: new Date(Date.now() + 3_600_000) }
  const { organisationId } = first
  const terms = { organisationId, role: 'settlement-centre', isAdmin: false, ...times } as const
  return JSON.stringify([first.token, await invite(db, deps, terms)])
}

async function payIn(db: Db): Promise<string> {
  const client = openClient(nodeUrl, nodeToken())
  const { secrets } = JSON.parse(readFileSync(join(folder, 'worker', 'admission-keys.json'), 'utf8'))
  const secret = fromHex(secrets[0])
  const owner = hash160(schnorrPublicKey(secret))
  const coins = (await unspentByKeyHash(db, toHex(owner), { free: true })).map(outputAtOf)
  const values = selectValue(coins, BigInt(amount) + FEE)
  if (!values.ok) throw new Error(values.refusal.code)
  const payments = [{ to: keyHashScript(fromHex(keyHash)), amount: BigInt(amount) }]
  const draft = pay({ values: values.value, payments, fee: FEE, changeTo: keyHashScript(owner) })
  const signing = {
    named: outputsOf(values.value),
    network: fromHex((await client.status()).network),
    secret,
  }
  const signed = values.value.reduce((tx, _, index) => signInput({ ...signing, tx, index }), draft)
  const answer = await client.submit([toHex(encodeTransaction(signed))])
  if (!answer.accepted) throw new Error(answer.refusal.code)
  return 'paid'
}

// Its server runs already: this only tells its address, so it is not stopped here.
const { url } = await startPostgres({ dataDir: `${folder}/postgres`, port: 0 })
const { db, close } = openDatabase(url)
console.log(await (what === 'people' ? people(db) : again(() => payIn(db))))
await close()
process.exit(0)
