import { createHash } from 'node:crypto'
import { sessions } from '@vc/db/identity'
import { and, eq, gt } from 'drizzle-orm'
import type { Context } from './context.ts'

/** How long a fresh assertion opens its one procedure, in milliseconds (reliability.md 6.2). */
export const STEP_UP_MS = 120_000

/** Names one procedure with one input: what a step-up assertion is for. */
export function stepUpName(path: string, input: unknown): string {
  return `${path} ${createHash('sha256').update(canonical(input)).digest('base64url')}`
}

/** Uses up the session's step-up if it was made for this procedure and input; false when there is none. */
export async function spendStepUp(ctx: Context, path: string, input: unknown): Promise<boolean> {
  if (!ctx.user) return false
  const spent = await ctx.door
    .update(sessions)
    .set({ stepUpFor: null, stepUpUntil: null })
    .where(
      and(
        eq(sessions.idHash, ctx.user.sessionHash),
        eq(sessions.stepUpFor, stepUpName(path, input)),
        gt(sessions.stepUpUntil, new Date(ctx.clock.nowMs())),
      ),
    )
    .returning({ personId: sessions.personId })
  return spent.length === 1
}

/** JSON with sorted keys; bytes and bigints as text, so that both sides of a call write the same. */
function canonical(value: unknown): string {
  return JSON.stringify(sorted(value)) ?? 'null'
}

function sorted(value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64url')
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, part]) => part !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.map(([key, part]) => [key, sorted(part)])
}
