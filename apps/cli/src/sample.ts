import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { askForSample, askForSampleRemoval, openDatabase, type SampleRun } from '@vc/db'
import { startPostgres } from '@vc/db/server'
import { formatAmount } from '@vc/ledger'
import { nodeClientOf } from './node-client.ts'
import { followSample } from './sample/follow-sample.ts'
import { inviteReaders } from './sample/invite-readers.ts'

// npm run sample: asks the running network's worker for the sample consortium and tells how far it is;
// npm run sample -- --remove: asks it to take the sample away. May be left with Ctrl C and asked again.

const root = resolve(import.meta.dirname, '../../..')
// The same settings as npm start has.
if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'))
const { env, argv } = process
const origin = `http://localhost:${env.PORTAL_PORT || 3000}`
const out = (line: string) => console.log(line)
const deps = { clock: { nowMs: () => Date.now() }, random: (n: number) => new Uint8Array(randomBytes(n)) }

/** What the node says of its network; nothing when it does not answer. */
async function networkParameters(): Promise<Record<string, unknown> | undefined> {
  const nodeUrl = env.NODE_URL || `http://127.0.0.1:${env.NODE_RPC_PORT || 4710}`
  return nodeClientOf(nodeUrl, env)
    .status()
    .then(
      ({ parameters }) => parameters,
      () => undefined,
    )
}

async function databaseUrl(): Promise<string> {
  if (env.DATABASE_URL) return env.DATABASE_URL
  const dataDir = join(resolve(root, env.VC_DATA_DIR || '.data'), 'postgres')
  // The network's own server answers; nothing is started while it runs.
  return (await startPostgres({ dataDir, port: Number(env.POSTGRES_PORT || 54_710) })).url
}

function tellStanding({ standing }: SampleRun, decimals: number) {
  out('The sample is gone: its people, keys, drafts and everything that never reached the ledger.')
  if (!standing) return
  const { rights, certificates, batches, debt, organisations, desks } = standing
  out('What stands on the ledger stays, with what opens its records:')
  out(`  ${rights} certified rights, ${certificates} certificates, ${batches} settled batches`)
  if (desks)
    out(
      `  of collectives ${desks.collectives}, orders ${desks.orders}, works ${desks.works}, contracts of studios ${desks.contracts}`,
    )
  out(`  ${formatAmount(BigInt(debt), decimals, 'en')} of unpaid debt, whose keys nobody holds any more`)
  out(`  ${organisations} organisations that these name, suspended and marked as removed`)
}

const parameters = await networkParameters()
const hardwareOnly = parameters?.hardwareKeysOnly === true
if (!parameters) out('The node does not answer. Start the network first: npm start')
if (hardwareOnly) out('This network takes hardware keys only: the sample is made on development networks.')
if (!parameters || hardwareOnly) process.exit(1)
const decimals = typeof parameters.decimals === 'number' ? parameters.decimals : 2

const { db, close } = openDatabase(await databaseUrl())
if (argv.includes('--remove')) {
  const asked = await db.transaction(askForSampleRemoval)
  if (!asked) out('There is no sample on this network.')
  else tellStanding(asked.state === 'removed' ? asked : await followSample(db, out), decimals)
} else {
  await db.transaction(askForSample)
  const { run, state } = await followSample(db, out)
  if (state === 'done') {
    out('\nThe consortium stands. All its keys are software and marked as such.')
    out('To look at it from any role, enrol with a key of your own; each link works once, for a week:\n')
    for (const { name, role, token } of await inviteReaders(db, deps, run))
      out(`${name} (${role})\n  ${origin}/en/enrol/${token}`)
  }
}
await close()
process.exit(0)
