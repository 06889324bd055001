import { type ScoreRules, scoreAt, scoreHistory, statementsFile } from '@vc/admission'
import { toHex } from '@vc/crypto'
import {
  agentsOf,
  debtorRegistration,
  isConcerned,
  networkUnpaidAt,
  outputsOfKey,
  outsideFacets,
  statementsOf,
} from '@vc/db'
import { sealedSeeds } from '@vc/db/identity'
import { must, utf8Text } from '@vc/kernel'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { hexInput } from '../../input.ts'
import { scoreRules } from '../../people/debtor-standing.ts'
import { allowed, openProcedure, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { accountFacts } from '../credit/facts.ts'

const MOST_STEPS = 100

/** The accounts of the person in the active organisation: account and debt key, hex. */
export async function ownDebtKeys(db: DbOrTransaction, { user }: MemberContext) {
  const rows = await db
    .selectDistinctOn([sealedSeeds.accountId], {
      accountId: sealedSeeds.accountId,
      debtKeyHash: sealedSeeds.debtKeyHash,
    })
    .from(sealedSeeds)
    .where(and(eq(sealedSeeds.personId, user.personId), eq(sealedSeeds.organisationId, user.organisationId)))
  return rows.map((row) => ({ accountId: toHex(row.accountId), debtKeyHash: toHex(row.debtKeyHash) }))
}

/** Everything that a score is made of: outputs, what was stated of them, and the rules at the height where the tables are. */
export async function scoreFacts(db: DbOrTransaction, debtKeyHash: string) {
  const [outputs, statements] = [await outputsOfKey(db, debtKeyHash), await statementsOf(db, debtKeyHash)]
  const rules: ScoreRules = await scoreRules(db)
  return { outputs, statements, rules, networkUnpaidAt: await networkUnpaidAt(db) }
}

/** A score in all its terms, how it came to be, and what was stated beside the ledger, also as the file that `vc score` takes. */
async function scoreInDetail(db: DbOrTransaction, debtKeyHash: string) {
  const facts = await scoreFacts(db, debtKeyHash)
  const { outputs, statements, rules } = facts
  const { height } = rules
  const plain = statements.map(({ authority: _, ...one }) => one)
  return {
    ...{ debtKeyHash, statements, file: must(utf8Text(statementsFile(debtKeyHash, plain)), 'JSON is text') },
    standing: { height, ...scoreAt(outputs, facts.networkUnpaidAt(height), rules, plain) },
    history: scoreHistory(facts, MOST_STEPS),
    /** What outside registers say of the legal person behind the key, in six facets. */
    outside: await outsideFacets(db, debtKeyHash),
  }
}

/** The own accounts with their scores in all detail. */
export const mineRoute = allowed('score.own', reads).query(async ({ ctx }) => {
  const accounts = await ownDebtKeys(ctx.db, ctx)
  return Promise.all(
    accounts.map(async ({ accountId, debtKeyHash }) => ({
      accountId,
      ...(await scoreInDetail(ctx.db, debtKeyHash)),
    })),
  )
})

/**
 * The score of a key in all detail, for a regulator and for an authority that has to do with it: by a consent in force, an
 * application that waits, or credit that it gave. To others it is `not-found` (requirements C-38: detail by authorisation).
 */
export const ofKeyRoute = allowed('score.watch', reads)
  .input(z.strictObject({ debtKeyHash: hexInput(20) }))
  .query(async ({ ctx, input: { debtKeyHash } }) => {
    if (!(await maySee(ctx.db, ctx, debtKeyHash))) throw refusalToError({ code: 'not-found' })
    return scoreInDetail(ctx.db, debtKeyHash)
  })

async function maySee(db: DbOrTransaction, { user }: MemberContext, debtKeyHash: string): Promise<boolean> {
  if (user.role === 'regulator') return (await debtorRegistration(db, debtKeyHash)).hasOwed
  const { organisationId: authorityId } = user
  const { height } = await scoreRules(db)
  const agents = await agentsOf(db, authorityId)
  return isConcerned(db, { authorityId, agents, debtKeyHash, height })
}

/**
 * The total of an account, or of a key that ever owed, for anyone: nothing of what it is made of (requirements C-38). What is no
 * account on the ledger and never owed is `not-found`.
 */
export const publicRoute = openProcedure({ ...reads, rate: 'act' })
  .input(z.strictObject({ key: hexInput(20) }))
  .output(z.strictObject({ debtKeyHash: z.string(), height: z.int(), score: z.number() }))
  .query(async ({ ctx: { db }, input: { key } }) => {
    const debtKeyHash = await debtKeyOf(db, key)
    if (debtKeyHash === undefined) throw refusalToError({ code: 'not-found' })
    const { outputs, statements, rules, networkUnpaidAt: unpaidAt } = await scoreFacts(db, debtKeyHash)
    const { height } = rules
    return { debtKeyHash, height, score: scoreAt(outputs, unpaidAt(height), rules, statements).score }
  })

/** The debt key that an account names, or the key itself when it ever owed. */
async function debtKeyOf(db: DbOrTransaction, key: string): Promise<string | undefined> {
  const { ofRecord } = await accountFacts(db, key, key)
  if (ofRecord !== null) return ofRecord
  return (await debtorRegistration(db, key)).hasOwed ? key : undefined
}
