import { accountOf, fromHex, hash160, p256PublicKey, toHex } from '@vc/crypto'
import { type OrganisationKey, organisations, type PersonKey } from './consortium.ts'
import { uuidOf } from './draw.ts'
import { obligationsFile, parties } from './files.ts'
import { payIn } from './pay-in.ts'
import { signAct } from './sign-act.ts'
import type { Lane, Stage, Wait } from './stage.ts'

/** What the founders' treasury pays in for the participants, smallest units, and what each of them has of it. */
const POOL = 40_000_000n
const DEPOSIT = 4_000_000n

type Party = {
  readonly code: (typeof parties)[number]
  readonly of: OrganisationKey
  readonly holder: PersonKey
}
const accounts: readonly Party[] = [
  { code: 'VALLEY', of: 'valley', holder: 'chen' },
  { code: 'STUDIO', of: 'studio', holder: 'reyes' },
  { code: 'PRESS', of: 'press', holder: 'haddad' },
  { code: 'DAIRY', of: 'dairy', holder: 'hou' },
]

/** A pool, a batch of obligations that is netted and settled, and another one that waits for its approval. */
export const settlementLane: Lane = {
  part: 'settlement',
  steps: [
    { name: 'participants', run: nameParticipants },
    { name: 'pool', run: fillPool },
    { name: 'deposits', run: bookDeposits },
    { name: 'batch:october', run: settle },
    { name: 'batch:november', run: bringNext },
  ],
}

async function nameParticipants(stage: Stage): Promise<'done'> {
  const api = await stage.desk('bai').api()
  for (const { code, of, holder } of accounts) {
    const { debtKeyHash: address } = accountOf(stage.desk(holder).entropy)
    await api.settlement.saveParticipant({ code, name: organisations[of].name, address })
  }
  return 'done'
}

async function fillPool(stage: Stage): Promise<'done' | Wait> {
  const desk = stage.desk('bai')
  const keyHash = toHex(hash160(p256PublicKey(desk.actSecret)))
  await payIn(stage, { id: `pool-${stage.run}`, purses: [{ keyHash: fromHex(keyHash), amount: POOL }] })
  const { keys } = await (await desk.api()).settlement.pool()
  return keys.some((key) => key.keyHash === keyHash && key.free >= POOL) ? 'done' : 'block'
}

async function bookDeposits(stage: Stage): Promise<'done' | Wait> {
  const api = await stage.desk('bai').api()
  const books = await api.settlement.book()
  if (books.ledger < POOL) return 'finality'
  for (const code of parties) {
    const key = uuidOf(stage.run, `deposit ${code}`)
    await api.settlement.deposit({ key, code, amount: DEPOSIT })
  }
  return 'done'
}

async function broughtBatch(stage: Stage, name: string, count: number): Promise<string> {
  const { fileName, bytes } = obligationsFile(name, count)
  const file = Buffer.from(bytes).toString('base64')
  const api = await stage.desk('duarte').api()
  const { batchId } = await api.settlement.import({ fileName, file, setAsideBad: false })
  return batchId
}

async function settle(stage: Stage): Promise<'done' | Wait> {
  const batchId = await broughtBatch(stage, 'october', 48)
  const desk = stage.desk('bai')
  const api = await desk.api()
  const { stage: step, batch } = await api.settlement.read({ batchId })
  if (step === 'settled' || step === 'final') return 'done'
  if (step === 'checked') return 'worker'
  const isTaken = batch.approver !== null && batch.reason === null
  if (step === 'netted' && !isTaken) await api.settlement.take({ batchId })
  if (step === 'prepared') {
    const { actId } = await api.settlement.approve({ batchId })
    await signAct(desk, actId)
  }
  return 'block'
}

async function bringNext(stage: Stage): Promise<'done' | Wait> {
  const batchId = await broughtBatch(stage, 'november', 30)
  const { stage: step } = await (await stage.desk('duarte').api()).settlement.read({ batchId })
  return step === 'checked' ? 'worker' : 'done'
}
