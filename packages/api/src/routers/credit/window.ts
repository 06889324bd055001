import { schema } from '@vc/db'
import type { BadRow } from '@vc/tabular'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { creditWindowOf, creditWindowsOf } from '../../acts/credit-window.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { refusalToError } from '../../refusal-to-error.ts'

const { creditApplications } = schema
/** Whether an application waits for a window of the node's credit policy when it does not fit into this one. */
export const queuesInput = z.boolean().default(false)

/**
 * Refuses `no-capacity` for more credit than the window of the node's credit policy has left (requirements V-075), with the first
 * block that has room for it and when that comes, where time alone makes room. What was taken before is not asked again; a node that
 * does not answer, and a halt or another bound than the day's speed, keep nobody from applying: only what is given waits for these.
 */
export async function refuseOverWindow(
  ctx: MemberContext,
  { amount, commandKey }: { readonly amount: bigint; readonly commandKey: string },
): Promise<void> {
  const window = await creditWindowOf(ctx, amount)
  if (window?.bound !== 'speed' || window.fits || (await isTaken(ctx, commandKey))) return
  const { most, bound, next } = window
  const opens = next ? { opens: 'later', height: next.height, at: next.time * 1_000 } : { opens: 'never' }
  throw refusalToError({ code: 'no-capacity', facts: { left: most, bound, ...opens } })
}

/**
 * Which lines of a file find no room in this window beside those before them, each with the block that has room for it; none when
 * the node does not answer, or when another bound than the day's speed keeps credit out.
 */
export async function linesOverWindow(
  asker: { readonly db: DbOrTransaction } & Pick<MemberContext, 'client'>,
  lines: readonly { readonly line: number; readonly amount: bigint }[],
): Promise<readonly BadRow[]> {
  if (lines.length === 0) return []
  const windows = await creditWindowsOf(
    asker,
    lines.map(({ amount }) => amount),
  )
  return lines.flatMap(({ line }, i) => {
    const window = windows?.[i]
    if (window?.bound !== 'speed' || window.fits) return []
    const { next } = window
    if (!next) return [{ line, code: 'no-capacity-ever' }]
    return [{ line, code: 'no-capacity', facts: { height: next.height, at: next.time * 1_000 } }]
  })
}

async function isTaken({ db, user }: MemberContext, commandKey: string): Promise<boolean> {
  const { id, organisationId } = creditApplications
  const same = and(eq(organisationId, user.organisationId), eq(creditApplications.commandKey, commandKey))
  return (await db.select({ id }).from(creditApplications).where(same)).length > 0
}
