import { blocksPerDayOf, LEDGER_FEE } from '@vc/admission'
import { fromHex, sha256, toHex } from '@vc/crypto'
import { findCursor, outputAtOf, schema, taskRows, unspentByNames } from '@vc/db'
import { must } from '@vc/kernel'
import { CIRCULATION, keyHashScript, pay, pledgeScript, reclaimPledges, txidOf } from '@vc/ledger'
import { checkTask, MOST_PLACES, placeSecret } from '@vc/nfr'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { draftAct, legOf } from '../../acts/draft-act.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { amountInput, commandKeyInput, idInput, lineInput } from '../../input.ts'
import { coinsOf } from '../../people/own-accounts.ts'
import { allowed } from '../../procedures.ts'
import { fileRefusal } from '../../read-file-input.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { byMe, decides, signUntil } from './habits.ts'
import { ownWork } from './register.ts'

const { workTasks } = schema
export type Task = typeof workTasks.$inferSelect
/** What taking a contribution costs beside its reward: the fee of the payment, and the coin of the record that names who made it. */
const TAKING = 2n * LEDGER_FEE
const posting = z.strictObject({
  ...{ commandKey: commandKeyInput, workId: idInput, title: lineInput(120) },
  brief: z.string().trim().min(1).max(2_000),
  reward: amountInput,
  places: z.int().min(1).max(MOST_PLACES),
  deadline: z.int().min(1).max(499_999_999),
})

/**
 * Posts a task for a work of one's own: drafts the payment that puts its rewards aside, each under the creator's own key and a
 * secret until the deadline (docs/adr/0034). Refuses `not-found`, `value-short`, and what `checkTask` refuses.
 */
export const addTaskRoute = allowed('work.register', decides)
  .input(posting)
  .mutation(({ ctx, input }) => ctx.db.transaction((tx) => addTask(tx, ctx, input)))

async function addTask(tx: DbOrTransaction, ctx: MemberContext, asked: z.infer<typeof posting>) {
  const { commandKey: id, workId, title, brief, ...terms } = asked
  const work = await ownWork(tx, ctx, workId)
  const [known] = await tx
    .select()
    .from(workTasks)
    .where(byMe(workTasks, ctx, id))
  if (known) return { taskId: id, actId: known.actId }
  const { height, parameters } = must(await findCursor(tx), 'the portal follows a chain')
  const checked = checkTask(terms, height, blocksPerDayOf(parameters))
  if (!checked.ok) throw refusalToError(fileRefusal(checked.refusal))
  const secret = ctx.random(32)
  const owner = fromHex(work.keyHash)
  const payments = Array.from({ length: terms.places }, (_, place) => ({
    to: pledgeScript({ secretHash: sha256(placeSecret(secret, place)), deadline: terms.deadline }, owner),
    amount: terms.reward + TAKING,
  }))
  const cost = BigInt(terms.places) * (terms.reward + TAKING) + LEDGER_FEE
  const { values } = await coinsOf(tx, [work.keyHash], CIRCULATION, cost)
  const aside = pay({ values, payments, fee: LEDGER_FEE, changeTo: keyHashScript(owner) })
  const actId = await draftAct(tx, ctx, {
    ...{ kind: 'work.task', subject: { kind: 'work-task', id } },
    ...{ legs: [legOf(aside, values)], expiresAt: signUntil(ctx) },
  })
  const made = { createdBy: ctx.user.personId, createdAt: new Date(ctx.clock.nowMs()) }
  const row = { id, workId, title, brief, ...terms, secret, actId, txid: toHex(txidOf(aside)) }
  await tx.insert(workTasks).values({ ...row, ...made })
  await auditIn(tx, ctx, { subject: id })
  return { taskId: id, actId }
}

/** The rewards of tasks that a block has and that nobody is being paid with, by their place. */
export async function freePlaces(db: DbOrTransaction, tasks: readonly Pick<Task, 'txid' | 'places'>[]) {
  const names = tasks.flatMap(({ txid, places }) => Array.from({ length: places }, (_, i) => `${txid}:${i}`))
  return (await unspentByNames(db, names, true)).toSorted((a, b) => a.index - b.index)
}

/** A task that takes contributions now. Refuses `not-found`, `task-closed`. */
export async function openTask(tx: DbOrTransaction, taskId: string) {
  const [locked] = await tx.select().from(workTasks).where(eq(workTasks.id, taskId)).for('update')
  const [row] = await taskRows(tx, eq(workTasks.id, taskId))
  if (!locked || !row) throw refusalToError({ code: 'not-found' })
  const { height } = must(await findCursor(tx), 'the portal follows a chain')
  const free = await freePlaces(tx, [locked])
  const [place] = free
  if (!place || height + 1 >= locked.deadline) throw refusalToError({ code: 'task-closed' })
  return { task: locked, work: row.work, place }
}

/**
 * Takes back what is left of a task's rewards, from its deadline on: one payment to the creator's own account. Refuses `not-found`,
 * `task-open`, `rewards-gone`.
 */
export const endTaskRoute = allowed('work.register', { ...decides, idempotency: 'same-result' })
  .input(z.strictObject({ taskId: idInput }))
  .mutation(({ ctx, input: { taskId } }) =>
    ctx.db.transaction(async (tx) => {
      const [task] = await tx.select().from(workTasks).where(eq(workTasks.id, taskId)).for('update')
      if (!task) throw refusalToError({ code: 'not-found' })
      const work = await ownWork(tx, ctx, task.workId)
      const { height } = must(await findCursor(tx), 'the portal follows a chain')
      const { deadline } = task
      if (height + 1 < deadline) throw refusalToError({ code: 'task-open', facts: { deadline } })
      const pledges = (await freePlaces(tx, [task])).map(outputAtOf)
      if (pledges.length === 0) throw refusalToError({ code: 'rewards-gone' })
      const owner = fromHex(work.keyHash)
      const back = reclaimPledges({ pledges, owner, deadline, fee: LEDGER_FEE })
      const actId = await draftAct(tx, ctx, {
        ...{ kind: 'work.end-task', subject: { kind: 'work-task-end', id: taskId } },
        ...{ legs: [legOf(back, pledges)], expiresAt: signUntil(ctx) },
      })
      await auditIn(tx, ctx, { subject: taskId })
      return { actId }
    }),
  )
