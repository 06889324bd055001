import { accountOf } from '@vc/crypto'
import type { PersonKey } from './consortium.ts'
import { uuidOf } from './draw.ts'
import { signAct, signIfWaiting } from './sign-act.ts'
import type { Lane, Stage, Wait } from './stage.ts'

const DAYS = 30
const DAY_MS = 86_400_000
const PLEDGE = 1_250_000n

const contracts = [
  { of: 'zhao', name: 'Riverbend Mill', amount: 3_150_000n, reference: 'RM-118', goods: '18 t of flour' },
  { of: 'hou', name: 'Stonebridge Dairy', amount: 1_480_000n, reference: 'SD-042', goods: '9,000 l of milk' },
] as const
const suppliers: readonly PersonKey[] = contracts.map(({ of }) => of)

/** An order of the co-op for two suppliers who sign its terms, with one pledge: open for whoever supports it. */
export const ordersLane: Lane = {
  part: 'orders',
  steps: [
    { name: 'order:published', run: publish },
    { name: 'order:pledge', run: pledge },
  ],
}

const orderOf = (stage: Stage) => uuidOf(stage.run, 'order')

async function publish(stage: Stage): Promise<'done' | Wait> {
  const api = await stage.desk('chen').api()
  const { height, blocksPerDay } = await api.coop.orders()
  const due = new Date(stage.deps.clock.nowMs() + DAYS * DAY_MS).toISOString().slice(0, 10)
  const accountFor = (person: PersonKey) => accountOf(stage.desk(person).entropy).debtKeyHash
  const { orderId } = await api.coop.publish({
    commandKey: orderOf(stage),
    title: '学校厨房冬季供应 Winter supplies for school kitchens',
    buyer: 'Green Valley schools 绿谷学校',
    contracts: contracts.map(({ of, ...one }) => ({ ...one, account: accountFor(of), due })),
    deadline: height + DAYS * blocksPerDay,
  })
  for (const supplier of suppliers) await (await stage.desk(supplier).api()).coop.agree({ orderId })
  const { order } = await api.coop.show({ orderId })
  if (order.state === 'open') return 'done'
  const { actId } = order
  if (order.state !== 'to-sign' || actId === null) return 'worker'
  for (const signer of ['chen', ...suppliers] as const) await signAct(stage.desk(signer), actId)
  return 'block'
}

async function pledge(stage: Stage): Promise<'done' | Wait> {
  const desk = stage.desk('reyes')
  const api = await desk.api()
  const [orderId, commandKey] = [orderOf(stage), uuidOf(stage.run, 'pledge')]
  const { actId } = await api.coop.pledge({ commandKey, orderId, amount: PLEDGE })
  const { pledges } = await api.coop.show({ orderId })
  if (pledges.some(({ isMine, height }) => isMine && height !== null)) return 'done'
  await signIfWaiting(desk, actId)
  return 'block'
}
