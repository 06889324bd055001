import { type CollectionName, worksFile } from './files.ts'
import { signAct } from './sign-act.ts'
import type { Lane, Stage, Step, Wait } from './stage.ts'

type Collection = {
  readonly name: CollectionName
  readonly count: number
  readonly report: string
  /** Smallest units. */
  readonly value: bigint
  readonly until: 'imported' | 'appraised' | 'certified'
}
const collections: readonly Collection[] = [
  {
    ...{ name: 'prints', count: 24, value: 3_840_000n, until: 'certified' },
    report: 'Twenty-four works seen at the depot; condition, dimensions and signatures as described.',
  },
  {
    ...{ name: 'drawings', count: 12, value: 1_150_000n, until: 'appraised' },
    report: 'Twelve drawings seen; two show slight foxing, named in the annex.',
  },
  { name: 'photographs', count: 9, report: '', value: 0n, until: 'imported' },
]

/** Collections of works: one is certified, one waits for a centre, one for an appraiser. */
export const rightsLane: Lane = {
  part: 'rights',
  steps: collections.map((one): Step => ({ name: `works:${one.name}`, run: (stage) => bring(stage, one) })),
}

async function bring(
  stage: Stage,
  { name, count, report, value, until }: Collection,
): Promise<'done' | Wait> {
  const { fileName, bytes } = worksFile(name, count)
  const content = Buffer.from(bytes).toString('base64')
  const issuer = await stage.desk('petrova').api()
  const { batchId } = await issuer.rights.import({ fileName, content, setBadAside: false })
  if (until === 'imported') return 'done'
  const { step } = await issuer.rights.batch({ batchId })
  if (step === 'imported') await (await stage.desk('xu').api()).rights.appraise({ batchId, report, value })
  return until === 'appraised' ? 'done' : certify(stage, batchId)
}

async function certify(stage: Stage, batchId: string): Promise<'done' | Wait> {
  const desk = stage.desk('okafor')
  const centre = await desk.api()
  const batch = await centre.rights.batch({ batchId })
  if (batch.step === 'certified') return 'done'
  if (batch.step === 'appraised' || batch.isDraftOver) await centre.rights.certify({ batchId })
  else if (batch.step === 'prepared' && batch.actId !== null) await signAct(desk, batch.actId)
  return 'block'
}
