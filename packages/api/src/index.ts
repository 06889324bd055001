export { type ActRefusal, beginAct, openAct } from './acts/begin-act.ts'
export { type Draft, type Drafter, type DraftLeg, draftAct } from './acts/draft-act.ts'
export { finishAct, type GivenSignature } from './acts/finish-act.ts'
export { isMine, type Signer, signerOf } from './acts/my-part.ts'
export { isSoftwareSigner, signBySoftware } from './acts/sign-by-software.ts'
export { type Opening, openingOf, type Slot } from './acts/slots.ts'
export { writeOutput } from './acts/stored-act.ts'
export { type AuditFacts, auditIn } from './audit.ts'
export type {
  ApiDeps,
  ApiEnv,
  Context,
  Db,
  DbOrTransaction,
  MemberContext,
  RequestFacts,
  SessionCookie,
  SessionUser,
} from './context.ts'
export { API_PATH, contextFor, handleRequest, IMPORT_PATH, serverCaller } from './http/handle-request.ts'
export { amountInput, commandKeyInput, hexInput, idInput, lineInput, pageInput } from './input.ts'
export { type Founding, foundOrganisation } from './people/found-organisation.ts'
export { findInvitation, invite } from './people/invitation.ts'
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
export { judgeProducersAfter } from './producers/must-leave-enough.ts'
export { createRateLimiter, type RateLimiter } from './rate-limit.ts'
export { type AnyRefusal, type ErrorFacts, refusalToError, unwrap } from './refusal-to-error.ts'
export { type AppRouter, appRouter } from './root.ts'
export { movedGuarantees } from './routers/credit/guarantees.ts'
export { judgeByModels } from './routers/credit/judge-by-models.ts'
export { termsHashOf } from './routers/credit/model-terms.ts'
export { withdrawUnder } from './routers/credit/withdraw-under.ts'
export { findUser, isPrivileged } from './sessions/session.ts'
