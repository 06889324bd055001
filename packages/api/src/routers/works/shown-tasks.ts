import { contributionRows, schema, taskRows } from '@vc/db'
import { eq, inArray } from 'drizzle-orm'
import { actState, type ChainMoment } from '../../acts/act-state.ts'
import type { Context } from '../../context.ts'
import { freePlaces } from './tasks.ts'

type TaskRow = Awaited<ReturnType<typeof taskRows>>[number]
type ContributionRow = Awaited<ReturnType<typeof contributionRows>>[number]
export type TaskMoment = ChainMoment & { readonly height: number }

/** The tasks of a work whose rewards a block has or will have, each with what was handed in for it. */
export async function shownTasks({ db, user }: Context, workId: string, at: TaskMoment) {
  const rows = (await taskRows(db, eq(schema.workTasks.workId, workId)))
    .map((row) => ({ ...row, state: actState(row.act, row.height, at) }))
    .filter(({ state }) => state !== 'dropped' && state !== 'signing')
  const ids = rows.map(({ task }) => task.id)
  const handed =
    ids.length > 0 ? await contributionRows(db, inArray(schema.workContributions.taskId, ids)) : []
  const free = await freePlaces(
    db,
    rows.map(({ task }) => task),
  )
  return rows.map(({ task, state }) => {
    const left = free.filter(({ txid }) => txid === task.txid).length
    const contributions = handed
      .filter(({ contribution }) => contribution.taskId === task.id)
      .map((row) => shownContribution(row, at, user?.personId))
      .filter((one) => one.state !== 'dropped' && one.state !== 'signing')
    return { ...shownTask(task, state, at), left, isOpen: isOpen(task, at) && left > 0, contributions }
  })
}

const isOpen = ({ deadline }: TaskRow['task'], { height }: TaskMoment) => height + 1 < deadline

function shownTask(task: TaskRow['task'], state: ReturnType<typeof actState>, at: TaskMoment) {
  const { id, title, brief, reward, places, deadline, txid } = task
  return { id, title, brief, reward, places, deadline, txid, state, isPast: !isOpen(task, at) }
}

/** How a contribution stands; `taken` once its creator has signed for it, `paid` once a block pays it. */
function shownContribution(row: ContributionRow, at: TaskMoment, personId: string | undefined) {
  const { contribution, act, height, taking, paidHeight } = row
  const { id, name, fingerprint, note, txid, creditTxid, createdBy } = contribution
  const paying = taking ? actState(taking, paidHeight, at) : 'dropped'
  const isTaken = paying !== 'dropped' && paying !== 'signing'
  return {
    ...{ id, name, fingerprint, note, txid, isMine: createdBy === personId },
    state: actState(act, height, at),
    taken: isTaken ? (paidHeight === null ? ('paying' as const) : ('paid' as const)) : null,
    /** The record in which the creator names who made it. */
    creditTxid: isTaken && paidHeight !== null ? creditTxid : null,
  }
}
