import type { OrganisationKey, PersonKey } from './consortium.ts'
import { metersFile, windStation } from './files.ts'
import { signAct } from './sign-act.ts'
import type { Lane, Stage, Step, Wait } from './stage.ts'

const handovers: readonly {
  readonly to: OrganisationKey
  readonly buyer: PersonKey
  readonly count: bigint
}[] = [
  { to: 'valley', buyer: 'chen', count: 240n },
  { to: 'studio', buyer: 'reyes', count: 75n },
]

/** A month of metering data, the certificates it earns, and who got some of them. */
export const energyLane: Lane = {
  part: 'energy',
  steps: [
    { name: 'meters', run: bringMeters },
    ...handovers.map(
      (one): Step => ({ name: `certificates:${one.to}`, run: (stage) => handOver(stage, one) }),
    ),
  ],
}

async function bringMeters(stage: Stage): Promise<'done' | Wait> {
  const api = await stage.desk('guo').api()
  const { fileName, bytes } = metersFile(stage.run)
  const content = Buffer.from(bytes).toString('base64')
  const { importId } = await api.certificates.import({ fileName, content, setBadAside: false })
  const own = (await api.certificates.imports()).find(({ id }) => id === importId)
  if (own?.issued === null || own?.issued === undefined) return 'worker'
  return own.finality === null ? 'block' : 'done'
}

async function handOver(
  stage: Stage,
  { to, buyer, count }: (typeof handovers)[number],
): Promise<'done' | Wait> {
  const asked = { limit: 50, text: windStation(stage.run) }
  const has = await (await stage.desk(buyer).api()).certificates.list(asked)
  if (has.rows.length > 0) return 'done'
  const desk = stage.desk('guo')
  const api = await desk.api()
  const toId = await stage.organisationId(to)
  const under = (await api.certificates.transfers()).find((one) => one.toId === toId && !isOver(one.stage))
  if (under === undefined) {
    const { rows } = await api.certificates.list(asked)
    const range = rows.find((row) => row.count >= count)
    if (!range) throw new Error(`no range of ${count} certificates is left`)
    await api.certificates.transfer({ holding: range.holding, count, to: toId })
  } else if (under.stage === 'to-sign' && under.actId !== null) await signAct(desk, under.actId)
  return 'block'
}

const isOver = (stage: string) => ['refused', 'withdrawn', 'expired'].includes(stage)
