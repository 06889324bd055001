import { type ApiDeps, createRateLimiter } from '@vc/api'
import { fromHex, nobleBallotCurve, plainArithmetic } from '@vc/crypto'
import { organisations as organisationRows } from '@vc/db/identity'
import { must } from '@vc/kernel'
import { configurationOf } from '@vc/ledger'
import { and, eq } from 'drizzle-orm'
import { loadAdmissionKeys } from '../admission-keys.ts'
import type { WorkerDeps } from '../deps.ts'
import { organisations, type PersonKey } from './consortium.ts'
import { type Desk, openDesk } from './desk.ts'
import type { Stage } from './stage.ts'

/** Only a network of this machine's own, whose founders are software, has the sample. */
export class NotDevelopmentError extends Error {
  readonly code = 'not-development'
}

const MANY = 100_000
const READMISSION_MS = 24 * 3_600_000

/** The stage of a run, with its people's desks. Throws NotDevelopmentError on a network that holds real keys. */
export async function stageOf(worker: WorkerDeps, run: number): Promise<Stage> {
  const deps = await apiDeps(worker)
  const desks = new Map<PersonKey, Desk>()
  return {
    ...{ run, deps, worker },
    desk(person) {
      const desk = desks.get(person) ?? openDesk(deps, run, person)
      desks.set(person, desk)
      return desk
    },
    async organisationId(key) {
      const of = and(eq(organisationRows.name, organisations[key].name), eq(organisationRows.sampleRun, run))
      const [row] = await deps.db.select({ id: organisationRows.id }).from(organisationRows).where(of)
      return must(row, 'organisations of the sample are founded first').id
    },
  }
}

/** The API as the portal opens it, for people who need no browser. */
async function apiDeps({ db, client, dataDir, log }: WorkerDeps): Promise<ApiDeps> {
  const { network, parameters } = await client.status()
  const configuration = configurationOf(parameters)
  const { rpIds, origins, hardwareKeysOnly } = configuration
  const [rpId] = rpIds
  if (hardwareKeysOnly || rpId === undefined || !(await loadAdmissionKeys(dataDir)))
    throw new NotDevelopmentError('the sample is made on development networks only')
  const clock = { nowMs: () => Date.now() }
  const { decimals } = parameters
  return {
    ...{ db, client, clock, limiter: createRateLimiter(clock) },
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    report: ({ path, error }) => log.error({ path, error: String(error.cause ?? error) }, 'sample'),
    // The worker itself listens to the outbox.
    wake: async () => {},
    ballots: nobleBallotCurve,
    credentials: plainArithmetic,
    env: {
      ...{ rpId, rpName: 'ValueCyber', origins, network: fromHex(network), configuration },
      decimals: typeof decimals === 'number' ? decimals : 2,
      ...{ deviceBoundOnly: false, attestedModels: undefined, readmissionDelayMs: READMISSION_MS },
      limits: { signInPerMinute: MANY, actsPerMinute: MANY },
    },
  }
}
