import { LEDGER_FEE } from '@vc/admission'
import { fromHex, toHex } from '@vc/crypto'
import { contributionRows, findCursor, outputAtOf, schema, taskRows } from '@vc/db'
import { must } from '@vc/kernel'
import {
  CIRCULATION,
  keyHashScript,
  type OutputAt,
  openPledge,
  pay,
  recordScript,
  txidOf,
  writeRecord,
  writtenOutput,
} from '@vc/ledger'
import { contributionWrite, placeSecret, type TakenContribution, workCreditWrite } from '@vc/nfr'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { actState } from '../../acts/act-state.ts'
import { draftAct, legOf } from '../../acts/draft-act.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { commandKeyInput, hexInput, idInput, lineInput } from '../../input.ts'
import { coinsOf, ownAccounts } from '../../people/own-accounts.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { byMe, decides, signUntil } from './habits.ts'
import { draftOwnRecord, RECORD_COST } from './own-record.ts'
import { ownWork } from './register.ts'
import { openTask, type Task } from './tasks.ts'

const { workContributions } = schema
const handing = z.strictObject({
  ...{ commandKey: commandKeyInput, taskId: idInput },
  /** How the contributor is named with the work. */
  name: lineInput(80),
  /** SHA256 of the file's bytes; the browser makes it, the file goes to the creator on whatever way the two agree on. */
  fingerprint: hexInput(32),
  note: lineInput(200),
})

/**
 * Hands something in for a task: drafts the record that dates its fingerprint under the contributor's own account. Refuses
 * `not-found`, `task-closed`, `own-work`, `value-short`, `no-account`.
 */
export const contributeRoute = allowed('work.pay', decides)
  .input(handing)
  .mutation(({ ctx, input }) => ctx.db.transaction((tx) => contribute(tx, ctx, input)))

async function contribute(tx: DbOrTransaction, ctx: MemberContext, asked: z.infer<typeof handing>) {
  const { commandKey: id, taskId, name, fingerprint, note } = asked
  const [known] = await tx
    .select()
    .from(workContributions)
    .where(byMe(workContributions, ctx, id))
  if (known) return { actId: known.actId }
  const { work } = await openTask(tx, taskId)
  const owners = await ownAccounts(tx, ctx.user)
  if (owners.includes(work.keyHash)) throw refusalToError({ code: 'own-work' })
  const coins = await coinsOf(tx, owners, CIRCULATION, RECORD_COST)
  const write = contributionWrite(id, { task: taskId, work: work.id, name, fingerprint })
  const { actId, txid } = await draftOwnRecord(tx, ctx, {
    ...{ kind: 'work.contribute', subject: { kind: 'work-contribution', id }, write, coins },
  })
  const { organisationId, personId: createdBy } = ctx.user
  const row = { id, taskId, organisationId, createdBy, keyHash: coins.owner, name, fingerprint, note }
  const createdAt = new Date(ctx.clock.nowMs())
  await tx.insert(workContributions).values({ ...row, actId, txid, createdAt })
  await auditIn(tx, ctx, { subject: id })
  return { actId }
}

/**
 * Takes a contribution to a work of one's own, as one act: a reward that was put aside pays the contributor and commits to the
 * record that names it with the work, which the same act opens. Refuses `not-found`, `contribution-taken`,
 * `contribution-not-final`, `task-closed`.
 */
export const takeContributionRoute = allowed('work.register', { ...decides, idempotency: 'same-result' })
  .input(z.strictObject({ contributionId: idInput }))
  .mutation(({ ctx, input }) => ctx.db.transaction((tx) => take(tx, ctx, input.contributionId)))

async function take(tx: DbOrTransaction, ctx: MemberContext, contributionId: string) {
  const own = eq(workContributions.id, contributionId)
  const [locked] = await tx.select().from(workContributions).where(own).for('update')
  const [asked] = await contributionRows(tx, own)
  if (!locked || !asked) throw refusalToError({ code: 'not-found' })
  const { contribution, act, height, taking } = asked
  const [task] = await taskRows(tx, eq(schema.workTasks.id, contribution.taskId))
  await ownWork(tx, ctx, must(task, 'a contribution is to a task').work.id)
  const nowMs = ctx.clock.nowMs()
  const cursor = must(await findCursor(tx), 'the portal follows a chain')
  const isGone = taking && actState(taking, asked.paidHeight, { ...cursor, nowMs }) !== 'dropped'
  if (isGone && taking.status === 'open') return { actId: taking.id }
  if (isGone) throw refusalToError({ code: 'contribution-taken' })
  if (actState(act, height, { ...cursor, nowMs }) !== 'final')
    throw refusalToError({ code: 'contribution-not-final' })
  const open = await openTask(tx, contribution.taskId)
  return keep(tx, ctx, contribution, { ...open, place: open.place.index, coin: outputAtOf(open.place) })
}

type Paying = {
  readonly task: Task
  readonly work: typeof schema.works.$inferSelect
  readonly place: number
  readonly coin: OutputAt
}

async function keep(
  tx: DbOrTransaction,
  ctx: MemberContext,
  { id, keyHash, name, fingerprint }: typeof workContributions.$inferSelect,
  { task, work, place, coin }: Paying,
) {
  const taken = { task: task.id, work: work.id, title: work.title, name, fingerprint, contributor: keyHash }
  const { payment, record, committed } = transactionsOf({ id, taken, task, place, coin, owner: work.keyHash })
  const actId = await draftAct(tx, ctx, {
    ...{ kind: 'work.take', subject: { kind: 'work-contribution-taken', id } },
    ...{ legs: [legOf(payment, [coin]), legOf(record, [committed])], expiresAt: signUntil(ctx) },
  })
  const names = { paidTxid: toHex(txidOf(payment)), creditTxid: toHex(txidOf(record)) }
  const set = { place, takenActId: actId, ...names }
  await tx.update(workContributions).set(set).where(eq(workContributions.id, id))
  await auditIn(tx, ctx, { subject: id })
  return { actId }
}

/** The payment out of a reward's place, and the record that it commits to. */
function transactionsOf(of: {
  readonly id: string
  readonly taken: TakenContribution
  readonly task: Task
  readonly place: number
  readonly coin: OutputAt
  /** The creator's account. */
  readonly owner: string
}) {
  const own = keyHashScript(fromHex(of.owner))
  const write = workCreditWrite(of.id, of.taken)
  const commitment = { to: recordScript(write.table, write.key, write.value, own), amount: LEDGER_FEE }
  const reward = { to: keyHashScript(fromHex(of.taken.contributor)), amount: of.task.reward }
  const paid = pay({ values: [of.coin], payments: [reward, commitment], fee: LEDGER_FEE, changeTo: own })
  const payment = openPledge(paid, placeSecret(of.task.secret, of.place))
  const committed = writtenOutput(payment, 1)
  return { payment, committed, record: writeRecord({ ...write, commitment: committed, holderScript: own }) }
}
