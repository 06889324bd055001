import {
  advanceRows,
  type ContractRow,
  contractRows,
  forecastRows,
  ofParty,
  type PartyRow,
  partyRows,
  royaltyBooks,
  schema,
} from '@vc/db'
import { must } from '@vc/kernel'
import { NOTHING_BOOKED, type RoyaltyBooks, termsTold } from '@vc/settlement'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { idInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { fundsOf } from './funding.ts'

const { royaltyContracts } = schema

export type ContractState =
  | 'proposed'
  | 'preparing'
  | 'to-sign'
  | 'lapsed'
  | 'recording'
  | 'agreed'
  | 'refused'
  | 'withdrawn'

/** How a version stands, by its step and its act. A record that was not signed in time is proposed anew. */
export function contractState({ contract, act }: ContractRow, nowMs: number): ContractState {
  if (contract.step !== 'prepared') return contract.step
  if (!act) return 'preparing'
  if (act.status === 'open') return act.expiresAt.getTime() > nowMs ? 'to-sign' : 'lapsed'
  return ['complete', 'submitted', 'final'].includes(act.status) ? 'recording' : 'lapsed'
}

/** Every version of a contract in which the own organisation is a party, the newest first. */
export const contractsRoute = allowed('studio.list', reads).query(async ({ ctx }) => {
  const rows = await contractRows(ctx.db, ofParty(ctx.db, ctx.user.organisationId))
  const parties = await partyRows(
    ctx.db,
    rows.map(({ contract }) => contract.id),
  )
  const books = await royaltyBooks(ctx.db, [...new Set(rows.map(({ contract }) => contract.lineId))])
  return rows.map((row) => shown(ctx, row, parties, books.get(row.contract.lineId)))
})

function shown(
  ctx: MemberContext,
  row: ContractRow,
  all: readonly PartyRow[],
  books: RoyaltyBooks = NOTHING_BOOKED,
) {
  const { contract, title, act } = row
  const { id, version, terms, txid, height, finality, reason } = contract
  const signed = (act?.signatures ?? []).map(({ key }) => key)
  const parties = all
    .filter(({ party }) => party.contractId === id)
    .map((one) => partyShown(ctx, one, signed))
  const mine = must(
    parties.find(({ isMine }) => isMine),
    'only contracts of a party are shown to it',
  )
  return {
    ...{ id, version, txid, height, finality, reason, parties, books },
    ...{ titleId: title.id, title: title.name, code: title.code, terms: termsTold(terms), part: mine.part },
    state: contractState(row, ctx.clock.nowMs()),
    hasJoined: mine.hasJoined,
    /** The record, where it waits for this person's key. */
    actId: mine.isSigner && !mine.hasSigned ? contract.actId : null,
  }
}

function partyShown({ user }: MemberContext, { party, name, nameZh }: PartyRow, signed: readonly string[]) {
  const { part, organisationId, account, signerId, signerKey, joinedAt } = party
  return {
    ...{ part, organisationId, name, nameZh, account },
    isMine: organisationId === user.organisationId,
    isSigner: signerId === user.personId,
    hasJoined: joinedAt !== null,
    hasSigned: signerKey !== null && signed.includes(Buffer.from(signerKey).toString('hex')),
  }
}

/** One version with all versions of its contract and the advances of it. */
export const contractRoute = allowed('studio.list', reads)
  .input(z.strictObject({ contractId: idInput }))
  .query(async ({ ctx, input: { contractId } }) => {
    const { contract } = await findContract(ctx.db, ctx, contractId)
    const line = and(eq(royaltyContracts.lineId, contract.lineId), ofParty(ctx.db, ctx.user.organisationId))
    const rows = await contractRows(ctx.db, line)
    const parties = await partyRows(
      ctx.db,
      rows.map((row) => row.contract.id),
    )
    const books = (await royaltyBooks(ctx.db, [contract.lineId])).get(contract.lineId)
    const versions = rows.map((row) => shown(ctx, row, parties, books))
    const advances = await advanceRows(ctx.db, [contract.lineId])
    const paid = advances.map(({ advance: { id, amount, txid, createdAt }, act, height }) => ({
      ...{ id, amount, txid, createdAt, height },
      isOpen: height === null && ['open', 'complete', 'submitted'].includes(act.status),
    }))
    const own = must(
      versions.find(({ id }) => id === contractId),
      'the version is one of its contract',
    )
    return {
      contract: own,
      versions,
      funds: await fundsOf(ctx.db, contract.lineId),
      forecasts: (await forecastRows(ctx.db, [contract.lineId])).map(
        ({ id, amount, fromDay, toDay, createdAt }) => ({
          ...{ id, amount, fromDay, toDay, createdAt },
        }),
      ),
      advances: paid.filter(({ height, isOpen }) => height !== null || isOpen),
    }
  })

/** A version of a contract of the own organisation. Refuses `not-found`. */
export async function findContract(
  db: DbOrTransaction,
  { user }: MemberContext,
  contractId: string,
): Promise<ContractRow> {
  const own = and(eq(royaltyContracts.id, contractId), ofParty(db, user.organisationId))
  const [row] = await contractRows(db, own)
  if (!row) throw refusalToError({ code: 'not-found' })
  return row
}
