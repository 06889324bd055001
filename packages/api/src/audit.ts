import { auditLog } from '@vc/db/identity'
import type { Context, DbOrTransaction } from './context.ts'

/** The audit entry of the running call; `written` once the procedure has put it into its own transaction. */
export type AuditEntry = { readonly procedure: string; written: boolean }
export type AuditFacts = {
  readonly subject?: string
  readonly sheetHash?: string
  readonly ledgerHeight?: bigint
  /** The key used, when it is not the session's. */
  readonly passkeyId?: string
}

/**
 * Writes the decision into the transaction that makes it, so that an act without its entry can not commit
 * (reliability.md 6.8). Procedures that change what others rely on call it; for the rest the entry follows.
 */
export async function auditIn(
  tx: DbOrTransaction,
  ctx: Context & { readonly audit?: AuditEntry },
  facts: AuditFacts = {},
): Promise<void> {
  if (!ctx.audit) return
  await tx.insert(auditLog).values(rowOf(ctx, ctx.audit.procedure, 'allowed', 'ok', facts))
  ctx.audit.written = true
}

/** Writes the entry of a call that has ended: a refusal with its code, or a yes that was not written before.
 * Who is nobody is not written: else anyone could fill the log. */
export async function auditOutcome(
  ctx: Context,
  entry: AuditEntry,
  refusedAs: string | undefined,
): Promise<void> {
  if (refusedAs === undefined && entry.written) return
  if (refusedAs === 'not-signed-in') return
  const decision = refusedAs === undefined ? 'allowed' : 'refused'
  await ctx.door.insert(auditLog).values(rowOf(ctx, entry.procedure, decision, refusedAs ?? 'ok', {}))
}

function rowOf(
  ctx: Context,
  procedure: string,
  decision: 'allowed' | 'refused',
  code: string,
  facts: AuditFacts,
): typeof auditLog.$inferInsert {
  const { user } = ctx
  return {
    at: new Date(ctx.clock.nowMs()),
    requestId: ctx.requestId,
    procedure,
    decision,
    code,
    personId: user?.personId ?? null,
    organisationId: user?.organisationId ?? null,
    role: user?.role ?? null,
    passkeyId: facts.passkeyId ?? user?.passkeyId ?? null,
    subject: facts.subject ?? null,
    sheetHash: facts.sheetHash ?? null,
    ledgerHeight: facts.ledgerHeight ?? null,
  }
}
