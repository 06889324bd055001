import { router } from '../../procedures.ts'
import { previewChangeRoute, proposeChangeRoute } from './change.ts'
import { askRepaymentRoute, debtsRoute, locksRoute } from './debts.ts'
import { formGroupRoute, groupsRoute } from './groups.ts'
import { askGuaranteeRoute, suretyRoute } from './guarantees.ts'
import { loanRoute, loansRoute } from './loan-rows.ts'
import { askLoanRoute, repayRoute } from './loans.ts'
import { payInRoute, proposeRoute, withdrawRoute } from './propose.ts'
import { listRoute, membersRoute, proposalsRoute, showRoute } from './read.ts'
import { changeRoute, historyRoute } from './read-changes.ts'
import { importRoute, previewRoute } from './register.ts'
import { answerRoute, commitRoute, restartRoute } from './rounds.ts'
import { ballotsRoute, handInRoute, proposalRoute, rollRoute, voteRoute } from './votes.ts'

export const collectivesRouter = router({
  preview: previewRoute,
  import: importRoute,
  previewChange: previewChangeRoute,
  proposeChange: proposeChangeRoute,
  change: changeRoute,
  history: historyRoute,
  formGroup: formGroupRoute,
  groups: groupsRoute,
  list: listRoute,
  show: showRoute,
  members: membersRoute,
  proposals: proposalsRoute,
  propose: proposeRoute,
  withdraw: withdrawRoute,
  payIn: payInRoute,
  askLoan: askLoanRoute,
  loans: loansRoute,
  loan: loanRoute,
  repay: repayRoute,
  debts: debtsRoute,
  locks: locksRoute,
  askRepayment: askRepaymentRoute,
  askGuarantee: askGuaranteeRoute,
  surety: suretyRoute,
  proposal: proposalRoute,
  roll: rollRoute,
  vote: voteRoute,
  commit: commitRoute,
  answer: answerRoute,
  restart: restartRoute,
  ballots: ballotsRoute,
  handIn: handInRoute,
})
