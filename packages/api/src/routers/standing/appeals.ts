import { checkStatements, outputName, type ScoreTermName, scoreAt, statableOutputs } from '@vc/admission'
import { hash160, toHex } from '@vc/crypto'
import {
  agentsOf,
  appealsOf,
  authoritiesOf,
  creditorsOf,
  newestRecords,
  schema,
  tellOrganisation,
} from '@vc/db'
import { must } from '@vc/kernel'
import { parseAccount } from '@vc/ledger'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { commandKeyInput, hexInput, idInput, nameInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { keepsDebtKey } from '../credit/facts.ts'
import { ownDebtKeys, scoreFacts } from './score.ts'

const { scoreAnswers, scoreAppeals } = schema
const terms = ['repayment', 'ageing', 'turnover', 'cover', 'concentration'] as const
const reasonInput = z.string().trim().min(1).max(2000)
type Row = Awaited<ReturnType<typeof appealsOf>>[number]

/** The authorities that can be appealed to: those that gave the key credit, and the one that admitted its account. */
async function authoritiesFor(db: DbOrTransaction, accountId: string, debtKeyHash: string) {
  const gave = (await creditorsOf(db, [debtKeyHash])).get(debtKeyHash) ?? []
  const [record] = await newestRecords(db, 'account', accountId)
  const admitted = record && parseAccount(record.value)?.agent
  return authoritiesOf(db, [...gave, ...(admitted ? [toHex(hash160(admitted))] : [])])
}

/** Appeals of the own organisation, and whom each own account can appeal to. */
export const ownAppealsRoute = allowed('score.own', reads).query(async ({ ctx }) => {
  const accounts = await ownDebtKeys(ctx.db, ctx)
  const rows = await appealsOf(ctx.db, { organisationId: ctx.user.organisationId })
  return {
    appeals: rows.map(shown),
    authorities: await Promise.all(
      accounts.map(async ({ accountId, debtKeyHash }) => ({
        debtKeyHash,
        authorities: await authoritiesFor(ctx.db, accountId, debtKeyHash),
      })),
    ),
  }
})

/** Appeals to the own authority, those that wait in front; a regulator sees all. */
export const appealsRoute = allowed('score.watch', reads).query(async ({ ctx: { db, user } }) => {
  const of = user.role === 'authority' ? { authorityId: user.organisationId } : {}
  return (await appealsOf(db, of)).map(shown)
})

function shown({ appeal, answer, party, by, authority }: Row) {
  const { id, debtKeyHash, term, reason, document, height, score, points, createdAt } = appeal
  return {
    ...{ appealId: id, debtKeyHash, term, reason, document, height, score, points, createdAt },
    ...{ party, by, authority },
    answer: answer && {
      ...{ outcome: answer.outcome, reason: answer.reason, statements: answer.statements },
      ...{ height: answer.height, createdAt: answer.createdAt },
      ...{ scoreBefore: answer.scoreBefore, scoreAfter: answer.scoreAfter },
    },
  }
}

/**
 * Appeals a term of an own score with a reason, and the SHA256 of a document that stays with the appellant. The authority is told,
 * and answers. Refuses `not-found`, `authority-not-concerned`, and `appeal-open` while one of the same term waits.
 */
export const appealRoute = allowed('score.own', {
  ...{ stepUp: 'none', idempotency: 'command-key', audit: 'decision', rate: 'act' },
})
  .input(
    z.strictObject({
      ...{ commandKey: commandKeyInput, debtKeyHash: hexInput(20), authorityId: idInput },
      ...{ term: z.enum(terms), reason: reasonInput, document: hexInput(32).optional() },
    }),
  )
  .mutation(({ ctx, input }) =>
    ctx.db.transaction(async (tx) => {
      const { debtKeyHash, authorityId, term, commandKey } = input
      const own = (await ownDebtKeys(tx, ctx)).find((one) => one.debtKeyHash === debtKeyHash)
      if (!own) throw refusalToError({ code: 'not-found' })
      await lockKey(tx, debtKeyHash)
      const rows = await appealsOf(tx, { organisationId: ctx.user.organisationId })
      const known = rows.find(({ appeal }) => appeal.commandKey === commandKey)
      if (known) return { appealId: known.appeal.id }
      const isOpen = (row: Row) =>
        row.answer === null && row.appeal.debtKeyHash === debtKeyHash && row.appeal.term === term
      if (rows.some(isOpen)) throw refusalToError({ code: 'appeal-open' })
      const asked = await authoritiesFor(tx, own.accountId, debtKeyHash)
      if (!asked.some(({ id }) => id === authorityId))
        throw refusalToError({ code: 'authority-not-concerned' })
      return { appealId: await keepAppeal(tx, ctx, input) }
    }),
  )

type Asked = {
  readonly commandKey: string
  readonly debtKeyHash: string
  readonly authorityId: string
  readonly term: ScoreTermName
  readonly reason: string
  readonly document?: string | undefined
}

async function keepAppeal(tx: DbOrTransaction, ctx: MemberContext, asked: Asked): Promise<string> {
  const { score, height, termPoints } = await scoreNow(tx, asked.debtKeyHash)
  const createdAt = new Date(ctx.clock.nowMs())
  const { personId, organisationId } = ctx.user
  const stood = { height, score, points: termPoints(asked.term) }
  const [row] = await tx
    .insert(scoreAppeals)
    .values({ ...asked, document: asked.document ?? null, ...stood, personId, organisationId, createdAt })
    .returning({ id: scoreAppeals.id })
  const { id } = must(row, 'an inserted row comes back')
  const notice = { organisationId: asked.authorityId, kind: 'appeal', about: id, height } as const
  await tellOrganisation(tx, notice, createdAt)
  await auditIn(tx, ctx, { subject: id })
  return id
}

async function scoreNow(tx: DbOrTransaction, debtKeyHash: string) {
  const { outputs, statements, rules, networkUnpaidAt } = await scoreFacts(tx, debtKeyHash)
  const found = scoreAt(outputs, networkUnpaidAt(rules.height), rules, statements)
  const termPoints = (name: ScoreTermName) => found.terms.find(({ term }) => term === name)?.points ?? 0
  return { score: found.score, height: rules.height, termPoints }
}

/** What is said of one key's score is said one after the other. */
const lockKey = (tx: DbOrTransaction, debtKeyHash: string) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`score ${debtKeyHash}`}, 0))`)

/** One appeal with the score now and what the authority can state of the key's outputs. */
export const appealShownRoute = allowed('score.answer', reads)
  .input(z.strictObject({ appealId: idInput }))
  .query(async ({ ctx, input: { appealId } }) => {
    const row = await ownAppeal(ctx.db, ctx, appealId)
    const { debtKeyHash } = row.appeal
    const { outputs, statements, rules, networkUnpaidAt } = await scoreFacts(ctx.db, debtKeyHash)
    const standing = scoreAt(outputs, networkUnpaidAt(rules.height), rules, statements)
    const given = await givenBy(ctx.db, ctx, debtKeyHash)
    return {
      ...shown(row),
      standing: { height: rules.height, ...standing },
      statable: statableOutputs(outputs, rules, statements)
        .filter(({ says, output }) => says === 'turnover' || given.has(output.txid))
        .map(({ says, output }) => ({
          ...{ says, output: outputName(output), txid: output.txid, amount: output.amount },
          ...{ createdHeight: output.createdHeight, expiryHeight: output.expiryHeight },
          spentHeight: output.spentHeight,
        })),
    }
  })

async function ownAppeal(db: DbOrTransaction, { user }: MemberContext, id: string): Promise<Row> {
  const [row] = await appealsOf(db, { id, authorityId: user.organisationId })
  if (!row) throw refusalToError({ code: 'not-found' })
  return row
}

/** The transactions by which this authority's agents wrote debts of a key: of those it says whether they were paid in time. */
async function givenBy(db: DbOrTransaction, { user }: MemberContext, debtKeyHash: string) {
  return new Set(await loansOf(db, debtKeyHash, await agentsOf(db, user.organisationId)))
}

async function loansOf(db: DbOrTransaction, debtKeyHash: string, agents: readonly string[]) {
  if (agents.length === 0) return []
  const rows = await db.execute<{ txid: string }>(sql`
    select distinct d.txid from outputs d join inputs i on i.txid = d.txid and i.reads
    join outputs c on c.txid = i.output_txid and c.index = i.output_index
    where d.element = 2 and d.key_hash = ${debtKeyHash} and c.key_hash in ${[...agents]}`)
  return rows.map(({ txid }) => txid)
}

const statementInput = z.strictObject({ output: nameInput, says: z.enum(['in-time', 'turnover']) })

/**
 * Answers an appeal, with a fresh touch of the key for exactly these words: the score stands, or the authority states what is
 * right, and the score is counted anew. Of lots it speaks that its own agents gave. Refuses `not-found`, `appeal-answered`,
 * `own-appeal`, `statements-missing`, `statements-unasked`, `statement-not-yours` and what `checkStatements` refuses.
 */
export const answerAppealRoute = allowed('score.answer', {
  ...{ stepUp: 'key', idempotency: 'none', audit: 'decision', rate: 'act' },
})
  .input(
    z.strictObject({
      ...{ appealId: idInput, outcome: z.enum(['stands', 'reopened']), reason: reasonInput },
      statements: z.array(statementInput).max(100),
    }),
  )
  .mutation(({ ctx, input }) =>
    ctx.db.transaction(async (tx) => {
      const { appeal } = await ownAppeal(tx, ctx, input.appealId)
      await lockKey(tx, appeal.debtKeyHash)
      const { answer } = await ownAppeal(tx, ctx, input.appealId)
      if (answer !== null) throw refusalToError({ code: 'appeal-answered' })
      if (await keepsDebtKey(tx, ctx.user.personId, appeal.debtKeyHash))
        throw refusalToError({ code: 'own-appeal' })
      return keepAnswer(tx, ctx, appeal.debtKeyHash, input)
    }),
  )

type Answer = {
  readonly appealId: string
  readonly outcome: 'stands' | 'reopened'
  readonly reason: string
  readonly statements: { output: string; says: 'in-time' | 'turnover' }[]
}

async function keepAnswer(tx: DbOrTransaction, ctx: MemberContext, debtKeyHash: string, said: Answer) {
  const { outputs, statements, rules, networkUnpaidAt } = await scoreFacts(tx, debtKeyHash)
  await mayState(tx, ctx, debtKeyHash, said)
  const wrong = checkStatements(outputs, rules, statements, said.statements)
  if (wrong) throw refusalToError({ code: wrong.code, facts: wrong })
  const { height } = rules
  const scored = (more: typeof said.statements) =>
    scoreAt(outputs, networkUnpaidAt(height), rules, [
      ...statements,
      ...more.map((one) => ({ ...one, height })),
    ]).score
  const scores = { scoreBefore: scored([]), scoreAfter: scored(said.statements) }
  const { personId, organisationId, passkeyId } = ctx.user
  const createdAt = new Date(ctx.clock.nowMs())
  await tx
    .insert(scoreAnswers)
    .values({ ...said, ...scores, height, personId, organisationId, passkeyId, createdAt })
  await auditIn(tx, ctx, { subject: said.appealId, ledgerHeight: BigInt(height) })
  return { ...scores, height }
}

async function mayState(tx: DbOrTransaction, ctx: MemberContext, debtKeyHash: string, said: Answer) {
  const { outcome, statements } = said
  if (outcome === 'stands' && statements.length > 0) throw refusalToError({ code: 'statements-unasked' })
  if (outcome === 'reopened' && statements.length === 0) throw refusalToError({ code: 'statements-missing' })
  const given = await givenBy(tx, ctx, debtKeyHash)
  const foreign = statements.find(({ says, output }) => says === 'in-time' && !given.has(output.slice(0, 64)))
  if (foreign) throw refusalToError({ code: 'statement-not-yours', facts: { output: foreign.output } })
}
