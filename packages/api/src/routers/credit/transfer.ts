import { decideCreditApproval, LEDGER_FEE, type StoryLot } from '@vc/admission'
import { fromHex, toHex } from '@vc/crypto'
import { across, outputAtOf, schema } from '@vc/db'
import { sealedSeeds } from '@vc/db/identity'
import { must } from '@vc/kernel'
import { CIRCULATION, DEBT_LAYER, type Lot, renewDebts } from '@vc/ledger'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { draftAct } from '../../acts/draft-act.ts'
import { findAct } from '../../acts/stored-act.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { commandKeyInput, hexInput, idInput, lineInput, lotNamesInput } from '../../input.ts'
import { standingOfDebtor } from '../../people/debtor-standing.ts'
import { keyHashNamed } from '../../people/key-hash-named.ts'
import { ownAccounts } from '../../people/own-accounts.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError, unwrap } from '../../refusal-to-error.ts'
import { caseOf, type Told } from './case-of.ts'
import { hasSeat } from './collective-credit.ts'
import { accountFacts, keepsDebtKey } from './facts.ts'
import { lockAuthority } from './lock.ts'
import { readyTransfer, transferLeg } from './ready-transfer.ts'
import { askedLots, roomyAgent } from './restructure.ts'
import { collectiveOwing, collectiveUnder, handOut, putLotsToVote } from './restructuring-vote.ts'
import { change, creditorsTransfer, habits, openAct, type Transfer } from './transfer-row.ts'

const { creditTransfers } = schema
/** How long the three signatures may take. */
const KEPT_DAYS = 7
const KEPT_MS = KEPT_DAYS * 86_400_000

const asking = z.strictObject({
  commandKey: commandKeyInput,
  txid: hexInput(32),
  lots: lotNamesInput,
  /** Who would owe instead, by an address or key hash. */
  to: lineInput(200),
  grounds: z.string().trim().min(1).max(1000),
})

/**
 * The debtor asks that another account takes lots of one debt over (requirements V-072). Nothing moves before the creditor
 * has approved it and the next debtor has accepted. Refuses `payee-unknown`, `transfer-to-self`, `account-missing`,
 * `debt-overdue` (who is late restructures first) and what `askedLots` refuses.
 */
export const askTransferRoute = allowed('credit.transfer', { ...habits, idempotency: 'command-key' })
  .input(asking)
  .mutation(({ ctx, input }) => ctx.db.transaction((tx) => ask(tx, ctx, input)))

async function ask(tx: DbOrTransaction, ctx: MemberContext, { to, lots, ...asked }: z.infer<typeof asking>) {
  const { debtCase, story } = await caseOf(tx, ctx, asked.txid)
  if (!(await owes(tx, ctx, { debtCase, story }))) throw refusalToError({ code: 'not-found' })
  const named = await keyHashNamed(tx, to)
  if (!named) throw refusalToError({ code: 'payee-unknown' })
  const toKeyHash = toHex(named)
  if (toKeyHash === debtCase.debtor) throw refusalToError({ code: 'transfer-to-self' })
  await activeOwner(tx, toKeyHash)
  refuseLate(lots, story.lots)
  const debts = await askedLots(tx, ctx, lots, debtCase.debtor, story.lots)
  const amount = debts.reduce((sum, { output }) => sum + output.amount, 0n)
  const { personId, organisationId } = ctx.user
  const { commandKey, grounds } = asked
  const at = new Date(ctx.clock.nowMs())
  const row = { commandKey, grounds, lots, amount, toKeyHash, root: story.root, step: 'asked' } as const
  const [made] = await tx
    .insert(creditTransfers)
    .values({ ...row, personId, organisationId, createdAt: at, updatedAt: at })
    .onConflictDoNothing()
    .returning({ id: creditTransfers.id })
  if (made) await auditIn(tx, ctx, { subject: made.id })
  return { transferId: made?.id ?? (await knownTransfer(tx, organisationId, commandKey)) }
}

/** Whether the debt is this person's, or of a collective that its organisation keeps or in which it has a seat. */
async function owes(
  tx: DbOrTransaction,
  { user }: MemberContext,
  { debtCase, story }: Pick<Told, 'debtCase' | 'story'>,
) {
  if ((await ownAccounts(tx, user)).includes(debtCase.debtor)) return true
  const script = story.lots[0]?.script
  const collective = script === undefined ? undefined : await collectiveUnder(tx, fromHex(script))
  if (!collective) return false
  return collective.organisationId === user.organisationId || hasSeat(tx, user, collective)
}

async function knownTransfer(
  tx: DbOrTransaction,
  organisationId: string,
  commandKey: string,
): Promise<string> {
  const same = and(
    eq(creditTransfers.organisationId, organisationId),
    eq(creditTransfers.commandKey, commandKey),
  )
  const [known] = await tx.select({ id: creditTransfers.id }).from(creditTransfers).where(same)
  return must(known, 'a row of this command is there').id
}

/** A lot that is due already would make the next debtor overdue at once. */
function refuseLate(asked: readonly string[], lots: readonly StoryLot[]): void {
  const late = lots.some(
    ({ txid, index, standing }) =>
      asked.includes(`${txid}:${index}`) && (standing === 'overdue' || standing === 'bad'),
  )
  if (late) throw refusalToError({ code: 'debt-overdue' })
}

/** The organisation whose account this key is; it must stand on the ledger and be active. Refuses `account-missing`. */
async function activeOwner(
  db: DbOrTransaction,
  keyHash: string,
): Promise<{ readonly organisationId: string }> {
  const { accountId, organisationId, debtKeyHash } = sealedSeeds
  const rows = await across(db, async (all) =>
    all
      .selectDistinct({ accountId, organisationId })
      .from(sealedSeeds)
      .where(eq(debtKeyHash, fromHex(keyHash))),
  )
  for (const row of rows) if ((await accountFacts(db, toHex(row.accountId), keyHash)).isActive) return row
  throw refusalToError({ code: 'account-missing' })
}

/**
 * The creditor approves: drafts the transaction that moves the lots, reading its management credit as the law demands, and
 * gives the act that creditor, debtor and next debtor sign in whatever order. Each lot keeps its due height; the ledger's fee is
 * owed with the first. While the act is open, or when the ledger has refused it, the same one is given, on the credit of now
 * (docs/adr/0055). A collective's members vote in the debtor's place: what they
 * agreed to enters the act when the creditor comes back (docs/adr/0050).
 */
export const approveTransferRoute = allowed('credit.restructure', { ...habits, idempotency: 'same-result' })
  .input(z.strictObject({ transferId: idInput }))
  .mutation(({ ctx, input: { transferId } }) =>
    ctx.db.transaction(async (tx) => {
      await lockAuthority(tx, ctx.user.organisationId)
      const { transfer, told } = await creditorsTransfer(tx, ctx, transferId)
      const open = transfer.actId === null ? undefined : await openAct(tx, ctx, transfer.actId)
      if (open === 'open' || open === 'refused') {
        const act = await findAct(tx, must(transfer.actId, 'a drafted transfer has its act'), true)
        return handOut(tx, ctx, await readyTransfer(tx, ctx, must(act, 'an act is never deleted')))
      }
      if (open === 'gone' || !['asked', 'drafted'].includes(transfer.step))
        throw refusalToError({ code: 'transfer-closed' })
      const actId = await draftTransfer(tx, ctx, transfer, told)
      await change(tx, ctx, transfer.id, { step: 'drafted', actId })
      return handOut(tx, ctx, actId)
    }),
  )

async function draftTransfer(
  tx: DbOrTransaction,
  ctx: MemberContext,
  transfer: Transfer,
  { debtCase, story }: Told,
) {
  const { toKeyHash, lots: names } = transfer
  refuseLate(names, story.lots)
  const debts = await askedLots(tx, ctx, names, debtCase.debtor, story.lots)
  const amount = transfer.amount + LEDGER_FEE
  const agent = await roomyAgent(tx, ctx, amount)
  await decideNextDebtor(tx, ctx, toKeyHash, agent)
  const lots = movedLots(names, story.lots)
  const isAbove = debts.some(({ output }) => output.layer === DEBT_LAYER)
  const { source, key, keyHash } = agent
  const managementCredit = outputAtOf(source)
  const debtorKeyHash = fromHex(toKeyHash)
  const terms = { managementCredit, debts, debtorKeyHash, lots, fee: LEDGER_FEE }
  const transaction = renewDebts({ ...terms, layer: isAbove ? DEBT_LAYER : CIRCULATION })
  const named = [managementCredit, ...debts].map(({ output }) => output)
  const collective = await collectiveOwing(tx, debts)
  const grant = { transaction, named }
  const asked = {
    kind: 'transfer',
    days: KEPT_DAYS,
    root: story.root,
    amount: transfer.amount,
    grant,
  } as const
  const proposalId = collective && (await putLotsToVote(tx, ctx, { collective, ...asked }))
  return draftAct(tx, ctx, {
    kind: 'credit.transfer',
    subject: { kind: 'credit-transfer', id: transfer.id },
    legs: [transferLeg(transaction, named)],
    signerOf: (asked) => (asked === keyHash ? ctx.user.personId : undefined),
    context: { agentKey: key, amount: String(amount), ...(proposalId && { proposalId }) },
    expiresAt: new Date(ctx.clock.nowMs() + KEPT_MS),
  })
}

/** The same rules as for a credit, asked of who would owe: not the creditor's own, an account there, nothing overdue. */
async function decideNextDebtor(
  tx: DbOrTransaction,
  ctx: MemberContext,
  keyHash: string,
  { ceiling, exposure }: { readonly ceiling: bigint; readonly exposure: bigint },
): Promise<void> {
  const owner = await activeOwner(tx, keyHash)
  if (await keepsDebtKey(tx, ctx.user.personId, keyHash)) throw refusalToError({ code: 'own-application' })
  const { inputs } = await standingOfDebtor(tx, keyHash)
  const parties = {
    applicantOrganisation: owner.organisationId,
    approverOrganisation: ctx.user.organisationId,
  }
  // The debt is out already: only the fee is new.
  const room = { amount: LEDGER_FEE, ceiling, exposure }
  unwrap(decideCreditApproval({ ...parties, ...room, hasAccount: true, hasOverdueDebt: inputs.overdue > 0n }))
}

/** The lots as they will be owed: each with its due height, the first with the fee. */
function movedLots(names: readonly string[], lots: readonly StoryLot[]): readonly Lot[] {
  return names.map((name, i) => {
    const lot = must(
      lots.find(({ txid, index }) => `${txid}:${index}` === name),
      'a lot of this debt',
    )
    const expiryHeight = must(lot.expiryHeight ?? undefined, 'a standard debt falls due')
    return { amount: lot.amount + (i === 0 ? LEDGER_FEE : 0n), expiryHeight }
  })
}
