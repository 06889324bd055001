import { must } from '@vc/kernel'
import { loans, OVERRULE_REASON, REFUSAL_REASON, type SampleLoan } from './consortium.ts'
import { uuidOf } from './draw.ts'
import { signAct } from './sign-act.ts'
import type { Lane, Stage, Step, Wait } from './stage.ts'

async function bringAbout(stage: Stage, loan: SampleLoan): Promise<'done' | Wait> {
  const applicationId = await apply(stage, loan)
  if (applicationId === undefined) return 'account'
  if (loan.fate === 'waits') return 'done'
  const authority = await stage.desk('lin').api()
  if (loan.fate === 'refused') {
    await authority.credit.decline({ applicationId, reason: REFUSAL_REASON })
    return 'done'
  }
  return giveOn(stage, applicationId, loan)
}

async function apply(stage: Stage, loan: SampleLoan): Promise<string | undefined> {
  const api = await stage.desk(loan.debtor).api()
  const { accounts } = await api.credit.terms()
  const account = accounts.find(({ isActive }) => isActive)
  if (!account) return undefined
  const { amount, termBlocks, lots, purpose, guarantee } = loan
  const commandKey = uuidOf(stage.run, `loan ${loan.name}`)
  const terms = { amount, termBlocks, lots, purpose, guarantee }
  const { applicationId } = await api.credit.submit({ commandKey, accountId: account.accountId, ...terms })
  return applicationId
}

/** Takes an application on from wherever it is. */
async function giveOn(stage: Stage, applicationId: string, loan: SampleLoan): Promise<'done' | Wait> {
  const desk = stage.desk('lin')
  const authority = await desk.api()
  const { application, agent, ceilings } = await authority.credit.review({ applicationId })
  if (application.stage === 'in-block' || application.stage === 'final') return 'done'
  if (application.stage === 'submitted') return 'block'
  if (!agent || agent.source < loan.amount) return 'agent'
  if (ceilings?.inTheWay)
    await desk.steppedUp('credit.overrule', { applicationId, reason: OVERRULE_REASON }, (api, input) =>
      api.credit.overrule(input),
    )
  const approved = await authority.credit.approve({ applicationId })
  const actId = must(approved.actId ?? undefined, 'an account signs an act')
  await signAct(desk, actId)
  await signAct(stage.desk(loan.debtor), actId)
  return 'block'
}

const repayment = (loan: SampleLoan): Step => ({
  name: `repay:${loan.name}`,
  async run(stage) {
    const desk = stage.desk(loan.debtor)
    const api = await desk.api()
    const lots = (await api.credit.debts()).accounts.flatMap((account) => account.lots)
    const count = loan.repay ?? 0
    if (lots.length <= loan.lots - count) return 'done'
    const open = (await api.acts.waiting()).find(({ kind }) => kind === 'credit.repay')
    if (open) await signAct(desk, open.actId)
    else if (lots.every(({ isFree }) => isFree)) {
      const chosen = lots.toSorted((a, b) => (a.expiryHeight ?? 0) - (b.expiryHeight ?? 0)).slice(0, count)
      const commandKey = uuidOf(stage.run, `repay ${loan.name}`)
      const { actId } = await api.credit.repay({ commandKey, lots: chosen.map(({ name }) => name) })
      await signAct(desk, actId)
    }
    return 'block'
  },
})

const fallingDue = (loan: SampleLoan): Step => ({
  name: `due:${loan.name}`,
  async run(stage) {
    const { accounts } = await (await stage.desk(loan.debtor).api()).credit.debts()
    const late = accounts.some(({ lots }) =>
      lots.some(({ standing }) => ['overdue', 'bad'].includes(standing)),
    )
    return late ? 'done' : 'due'
  },
})

/** Loans from application to the ledger: some are repaid in part, fall due, wait for review or are refused. */
export const creditLane: Lane = {
  part: 'credit',
  steps: [
    ...loans.map((loan): Step => ({ name: `loan:${loan.name}`, run: (stage) => bringAbout(stage, loan) })),
    ...loans.filter(({ repay }) => repay !== undefined).map(repayment),
    ...loans.filter(({ fate }) => fate === 'overdue').map(fallingDue),
  ],
}
