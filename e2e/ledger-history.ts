// Run as a program on a running network: admits a debtor and a credit authority with the software keys of the
// development network, gives a debt in two lots and repays one of them; prints what there is to trace as JSON.
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { LEDGER_FEE, toLots } from '@vc/admission'
import { openClient } from '@vc/client'
import { equalBytes, fromHex, hash160, schnorrPublicKey, toHex } from '@vc/crypto'
import { softwareAuthenticator } from '@vc/crypto/software-authenticator'
import {
  findCursor,
  newestRecords,
  openDatabase,
  outputAtOf,
  outputsAt,
  schema,
  unspentByKeyHash,
} from '@vc/db'
import { startPostgres } from '@vc/db/server'
import { must } from '@vc/kernel'
import {
  ACCOUNT_ACTIVE,
  acceptDebt,
  CREDIT,
  encodeAccount,
  encodeAgent,
  encodeTransaction,
  giveCredit,
  keyHashScript,
  kOfNScript,
  MANAGEMENT,
  type NamedOutput,
  type OutputAt,
  POWER_ADMIT,
  POWER_CREDIT,
  repay,
  selectValue,
  sheetHashOf,
  signInput,
  signInputByAct,
  type Transaction,
  txidOf,
} from '@vc/ledger'
import { and, eq, gte, isNull } from 'drizzle-orm'
import { admissionCost, signAdmission } from '../apps/worker/src/admission-bundle.ts'
import { loadAdmissionKeys } from '../apps/worker/src/admission-keys.ts'
import { again } from './again.ts'
import { nodeToken, nodeUrl, verifierOrigin } from './place.ts'

const CEILING = 1_000_000_000n
const LOAN = 30_000_000n
const [folder = ''] = process.argv.slice(2)
const secret = () => new Uint8Array(randomBytes(32))

// Its server runs already: this only tells its address, so it is not stopped here.
const { url } = await startPostgres({ dataDir: `${folder}/postgres`, port: 0 })
const { db } = openDatabase(url)
const client = openClient(nodeUrl, nodeToken())
const office = must(
  await loadAdmissionKeys(join(folder, 'worker')),
  'a development network has software keys',
)
const treasury = must(
  office.keys.find(({ sign }) => sign !== undefined),
  'the first founder holds the treasury',
)
const roster = must(await client.roster('admission'), 'a network has its admission group').keys.map(fromHex)
const guard = kOfNScript(Math.floor(roster.length / 2) + 1, roster)
const network = fromHex((await client.status()).network)
const context = { network, decimals: 2 }
const sheet = (tx: Transaction, named: readonly NamedOutput[]) => sheetHashOf(tx, named, context)

const debtor = secret()
const debtorKeyHash = hash160(schnorrPublicKey(debtor))
const authority = softwareAuthenticator(secret(), { rpId: 'localhost', origin: verifierOrigin })

/** Submits and waits until the portal's tables have it. */
async function settle(transactions: readonly Transaction[]): Promise<string> {
  const answer = await client.submit(transactions.map((tx) => toHex(encodeTransaction(tx))))
  if (!answer.accepted) throw new Error(JSON.stringify(answer.refusal))
  const last = toHex(txidOf(must(transactions.at(-1), 'there is something to submit')))
  for (let tries = 0; tries < 240; tries += 1) {
    const [row] = await db
      .select({ txid: schema.transactions.txid })
      .from(schema.transactions)
      .where(eq(schema.transactions.txid, last))
    if (row) return last
    await sleep(250)
  }
  throw new Error(`${last} is in no block`)
}

async function outputOf(txid: string, index: number): Promise<OutputAt> {
  const [row] = await outputsAt(db, [{ txid, index }])
  return outputAtOf(must(row, 'the output is in the tables'))
}

async function managementCredit(): Promise<OutputAt> {
  const { outputs } = schema
  const rows = await db
    .select()
    .from(outputs)
    .where(
      and(
        ...[eq(outputs.element, CREDIT), eq(outputs.layer, MANAGEMENT), isNull(outputs.spentHeight)],
        gte(outputs.amount, CEILING),
      ),
    )
  return outputAtOf(
    must(
      rows.find(({ script }) => equalBytes(script, guard)),
      'the group has management credit',
    ),
  )
}

/** The account and the agent that the loan needs, and the authority's management credit. Gives the grant. */
async function admit(accountId: Uint8Array): Promise<string> {
  const agent = must(roster[0], 'the group has members')
  const parent = new Uint8Array(0)
  const known = await newestRecords(db, 'agent', toHex(agent))
  const admitting = {
    table: 'agent',
    key: agent,
    value: encodeAgent({ parent, ceiling: 0n, powers: POWER_ADMIT }),
    guard,
  }
  const account = encodeAccount({
    debtKeyHash: debtorKeyHash,
    commitment: secret(),
    status: ACCOUNT_ACTIVE,
    agent,
  })
  const order = {
    pairs: [
      ...(known.length > 0 ? [] : [admitting]),
      { table: 'account', key: accountId, value: account, guard: keyHashScript(hash160(agent)) },
      {
        table: 'agent',
        key: authority.publicKey33,
        value: encodeAgent({ parent, ceiling: CEILING, powers: POWER_CREDIT }),
        guard,
      },
    ],
    grants: [
      { source: await managementCredit(), agentKeyHash: hash160(authority.publicKey33), ceiling: CEILING },
    ],
    fee: LEDGER_FEE,
  }
  const owner = toHex(hash160(treasury.publicKey))
  const coins = (await unspentByKeyHash(db, owner, { free: true })).map(outputAtOf)
  const values = selectValue(coins, admissionCost(order))
  if (!values.ok) throw new Error(values.refusal.code)
  const operatingKey = treasury
  const { prepare, writes } = signAdmission({
    ...order,
    ...{ network, sheetHashOf: sheet, values: values.value, operatingKey, keys: office.keys },
  })
  await settle([prepare])
  return settle(writes)
}

async function lend(grant: string): Promise<string> {
  const managed = await outputOf(grant, 0)
  const height = must(await findCursor(db), 'blocks are projected').height
  const tx = giveCredit({
    ...{ managementCredit: managed, amount: LOAN, fee: LEDGER_FEE, debtorKeyHash },
    lots: toLots(LOAN, 2, height, 2_000),
  })
  const named = [managed.output]
  const accepted = [1, 2].reduce(
    (one, output) => acceptDebt({ tx: one, named, network, output, secret: debtor }),
    tx,
  )
  const key = authority.publicKey33
  const sheetHash = sheet(accepted, named)
  return settle([
    signInputByAct({ tx: accepted, named, network, index: 0, key, sheetHash, assertAct: authority.assert }),
  ])
}

async function repayOne(loan: string): Promise<string> {
  const [value, debt] = [await outputOf(loan, 0), await outputOf(loan, 1)]
  const tx = repay({
    debts: [debt],
    values: [value],
    fee: LEDGER_FEE,
    changeTo: keyHashScript(debtorKeyHash),
  })
  const named = [value.output, debt.output]
  return settle([
    named.reduce((one, _, index) => signInput({ tx: one, named, network, index, secret: debtor }), tx),
  ])
}

const accountId = new Uint8Array(randomBytes(20))
const grant = await again(() => admit(accountId))
const loan = await lend(grant)
const repayment = await repayOne(loan)
console.log(
  JSON.stringify({ grant, loan, repayment, record: toHex(accountId), debtor: toHex(debtorKeyHash) }),
)
process.exit(0)
