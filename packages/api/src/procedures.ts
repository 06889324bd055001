import { initTRPC } from '@trpc/server'
import superjson from 'superjson'
import { type AuditEntry, auditOutcome } from './audit.ts'
import type { Context, MemberContext } from './context.ts'
import { may, type Permission } from './permissions.ts'
import { describeError, refusalToError } from './refusal-to-error.ts'
import { scopedDb } from './scoped-db.ts'
import { spendStepUp } from './step-up.ts'

/** What every procedure says of itself; a test refuses one that says less, or that behaves otherwise. */
export type Meta = {
  /** `open`: anyone. `session`: anyone signed in. Else the permission asked. Set by the procedure's base. */
  readonly authz: 'open' | 'session' | Permission
  /** `key`: a fresh assertion of a sign-in key for exactly this procedure and input (reliability.md 6.2). */
  readonly stepUp: 'none' | 'key'
  /** Why asking twice is harmless. */
  readonly idempotency: 'read' | 'single-use' | 'same-result' | 'command-key' | 'none'
  /** `decision`: every allowed or refused call is written to the audit log. */
  readonly audit: 'none' | 'decision'
  /** Which limit counts it. */
  readonly rate?: 'sign-in' | 'act'
}

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    transformer: superjson,
    isDev: false,
    errorFormatter: ({ shape, error, ctx }) => {
      const { code, facts } = describeError(error)
      const { httpStatus, path } = shape.data
      return {
        code: shape.code,
        message: code,
        data: { code, facts: facts ?? {}, httpStatus, path, requestId: ctx?.requestId ?? '' },
      }
    },
  })

export const router = t.router
export const createCaller = t.createCallerFactory

const scoped = t.middleware(({ ctx, path, type, next }) => next({ ctx: { db: scopedDb(ctx, path, type) } }))

const limited = t.middleware(({ ctx, meta, next }) => {
  const { limits } = ctx.env
  const who = ctx.user?.personId ?? ctx.ip
  if (meta?.rate === 'sign-in' && !ctx.limiter.take(`sign-in ${ctx.ip}`, limits.signInPerMinute))
    throw refusalToError({ code: 'too-many-tries', facts: { perMinute: limits.signInPerMinute } })
  if (meta?.rate === 'act' && !ctx.limiter.take(`act ${who}`, limits.actsPerMinute))
    throw refusalToError({ code: 'too-many-tries', facts: { perMinute: limits.actsPerMinute } })
  return next()
})

const audited = t.middleware(async ({ ctx, meta, path, next }) => {
  if (meta?.audit !== 'decision') return next()
  const entry: AuditEntry = { procedure: path, written: false }
  const result = await next({ ctx: { audit: entry } })
  await auditOutcome(ctx, entry, result.ok ? undefined : describeError(result.error).code)
  return result
})

const allowedByMeta = t.middleware(({ ctx, meta, next }) => {
  const authz = meta?.authz
  if (authz === 'open') return next()
  if (!ctx.user) throw refusalToError({ code: 'not-signed-in' })
  if (authz === undefined) throw refusalToError({ code: 'not-allowed' })
  if (authz !== 'session' && !may(ctx.user, authz)) {
    throw refusalToError({ code: 'not-allowed', facts: { permission: authz } })
  }
  return next()
})

const steppedUp = t.middleware(async ({ ctx, meta, path, getRawInput, next }) => {
  if (meta?.stepUp !== 'key') return next()
  if (!(await spendStepUp(ctx, path, await getRawInput())))
    throw refusalToError({ code: 'step-up-needed', facts: { path } })
  return next()
})

const guarded = t.procedure.use(scoped).use(limited).use(audited).use(allowedByMeta).use(steppedUp)
const withUser = t.middleware(({ ctx, next }) => {
  if (!ctx.user) throw refusalToError({ code: 'not-signed-in' })
  const member: MemberContext = { ...ctx, user: ctx.user }
  return next({ ctx: member })
})

type Habits = Omit<Meta, 'authz'>
/** A query: nothing changes, so it needs no more said of it. */
export const reads: Habits = { stepUp: 'none', idempotency: 'read', audit: 'none' }

/** Anyone may call it. */
export const openProcedure = (habits: Habits) => guarded.meta({ ...habits, authz: 'open' })
/** Anyone signed in may call it; `ctx.user` is there. */
export const sessionProcedure = (habits: Habits) =>
  guarded.meta({ ...habits, authz: 'session' }).use(withUser)
/** Who has the permission may call it; `ctx.user` is there. */
export const allowed = (permission: Permission, habits: Habits) =>
  guarded.meta({ ...habits, authz: permission }).use(withUser)
