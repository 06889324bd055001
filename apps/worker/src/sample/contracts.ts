import { accountOf } from '@vc/crypto'
import type { PersonKey } from './consortium.ts'
import { uuidOf } from './draw.ts'
import { signAct } from './sign-act.ts'
import type { Lane, Stage, Wait } from './stage.ts'

/** A contract by which studio, publisher and channel share what a game brings: all three keys sign its record. */
export const contractsLane: Lane = { part: 'contracts', steps: [{ name: 'contract:game', run: agree }] }

const terms = {
  ...{ validFrom: '2026-01-01', validTo: '2030-12-31', platformFee: 3_000, payDays: 30 },
  tiers: [
    { from: 0n, studio: 5_000, publisher: 3_000 },
    { from: 50_000_000n, studio: 5_800, publisher: 2_400 },
  ],
  ...{ guarantee: null, advance: null },
}

async function agree(stage: Stage): Promise<'done' | Wait> {
  const studio = await stage.desk('reyes').api()
  const account = (person: PersonKey) => accountOf(stage.desk(person).entropy).debtKeyHash
  const { titleId } = await studio.studio.addTitle({
    ...{ commandKey: uuidOf(stage.run, 'title'), code: `NEBULA-${stage.run}`, name: '星云渡口 Nebula Ferry' },
  })
  const { contractId } = await studio.studio.propose({
    ...{ commandKey: uuidOf(stage.run, 'contract'), titleId, terms, account: account('reyes') },
    publisherId: await stage.organisationId('press'),
    channelId: await stage.organisationId('channel'),
  })
  for (const party of ['haddad', 'qin'] as const)
    await (await stage.desk(party).api()).studio.join({ contractId, account: account(party) })
  const { contract } = await studio.studio.contract({ contractId })
  if (contract.state === 'agreed') return 'done'
  const { actId } = contract
  if (contract.state === 'preparing') return 'worker'
  // The studio signs last: while its signature is missing the others are asked again.
  if (contract.state === 'to-sign' && actId !== null)
    for (const party of ['haddad', 'qin', 'reyes'] as const) await signAct(stage.desk(party), actId)
  return 'block'
}
