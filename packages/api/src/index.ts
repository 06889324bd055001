export { type AuditFacts, auditIn } from './audit.ts'
export type {
  ApiDeps,
  ApiEnv,
  Context,
  Db,
  DbOrTransaction,
  MemberContext,
  RequestFacts,
  SessionUser,
} from './context.ts'
export { type Grantee, isRole, may, type Permission, permissions, type Role, roles } from './permissions.ts'
export {
  allowed,
  createCaller,
  type Meta,
  openProcedure,
  reads,
  router,
  sessionProcedure,
} from './procedures.ts'
export { createRateLimiter, type RateLimiter } from './rate-limit.ts'
export { type AnyRefusal, type ErrorFacts, refusalToError, unwrap } from './refusal-to-error.ts'
export { type AppRouter, appRouter } from './root.ts'
