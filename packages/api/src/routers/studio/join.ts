import { equalBytes } from '@vc/crypto'
import { ofParty, schema, writeOutbox } from '@vc/db'
import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { idInput, lineInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { signingAs } from './propose.ts'

const { acts, royaltyContracts, royaltyParties } = schema
const decides = { stepUp: 'none', idempotency: 'same-result', audit: 'decision', rate: 'act' } as const
const outboxKey = (contractId: string) => `record-contract-${contractId}`

/**
 * Takes part in a proposed contract, with the account that is paid and this person's act key. With the last of the three the record
 * is prepared that all their keys sign. Refuses `not-found`, `contract-closed`, `party-key-twice`, `contract-key-missing`,
 * `payee-unknown`.
 */
export const joinRoute = allowed('studio.contract', decides)
  .input(z.strictObject({ contractId: idInput, account: lineInput(200) }))
  .mutation(async ({ ctx, input }) => {
    const { isLast } = await ctx.db.transaction((tx) => join(tx, ctx, input))
    if (isLast) await ctx.wake('record-contract', outboxKey(input.contractId))
    return {}
  })

type Joining = { readonly contractId: string; readonly account: string }

async function join(tx: DbOrTransaction, ctx: MemberContext, { contractId, account }: Joining) {
  const contract = await lockContract(tx, ctx, contractId)
  const parties = await tx.select().from(royaltyParties).where(eq(royaltyParties.contractId, contractId))
  const { organisationId } = ctx.user
  const mine = parties.find((party) => party.organisationId === organisationId)
  if (mine?.joinedAt) return { isLast: false }
  if (contract.step !== 'proposed') throw refusalToError({ code: 'contract-closed' })
  const signing = await signingAs(tx, ctx, account)
  if (parties.some(({ signerKey }) => signerKey && equalBytes(signerKey, signing.signerKey)))
    throw refusalToError({ code: 'party-key-twice' })
  const updatedAt = new Date(ctx.clock.nowMs())
  const own = and(
    eq(royaltyParties.contractId, contractId),
    eq(royaltyParties.organisationId, organisationId),
  )
  await tx
    .update(royaltyParties)
    .set({ ...signing, joinedAt: updatedAt })
    .where(and(own, isNull(royaltyParties.joinedAt)))
  await auditIn(tx, ctx, { subject: contractId })
  const isLast = parties.filter(({ joinedAt }) => joinedAt === null).length === 1
  if (!isLast) return { isLast }
  await tx
    .update(royaltyContracts)
    .set({ step: 'prepared', updatedAt })
    .where(eq(royaltyContracts.id, contractId))
  await writeOutbox(tx, { topic: 'record-contract', payload: { contractId }, key: outboxKey(contractId) })
  return { isLast }
}

/** A contract of the own organisation, locked. Refuses `not-found`. */
async function lockContract(tx: DbOrTransaction, { user }: MemberContext, contractId: string) {
  const own = and(eq(royaltyContracts.id, contractId), ofParty(tx, user.organisationId))
  const [contract] = await tx.select().from(royaltyContracts).where(own).for('update')
  if (!contract) throw refusalToError({ code: 'not-found' })
  return contract
}

/** Any party takes a contract back that not all have signed. Refuses `not-found`, `act-closed`. */
export const withdrawRoute = allowed('studio.contract', decides)
  .input(z.strictObject({ contractId: idInput }))
  .mutation(({ ctx, input: { contractId } }) =>
    ctx.db.transaction(async (tx) => {
      const contract = await lockContract(tx, ctx, contractId)
      if (contract.step === 'withdrawn') return {}
      const updatedAt = new Date(ctx.clock.nowMs())
      const open = and(eq(acts.id, contract.actId ?? contractId), eq(acts.status, 'open'))
      const set = { status: 'withdrawn', updatedAt } as const
      const ended = await tx.update(acts).set(set).where(open).returning({ id: acts.id })
      const isSigned = contract.actId !== null && ended.length === 0
      if (!['proposed', 'prepared'].includes(contract.step) || isSigned)
        throw refusalToError({ code: 'act-closed' })
      await tx
        .update(royaltyContracts)
        .set({ step: 'withdrawn', updatedAt })
        .where(eq(royaltyContracts.id, contractId))
      await auditIn(tx, ctx, { subject: contractId })
      return {}
    }),
  )
