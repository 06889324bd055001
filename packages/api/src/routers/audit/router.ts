import { router } from '../../procedures.ts'
import { blocksRoute } from './blocks.ts'
import { giveNoticeRoute } from './give-notice.ts'
import { rowsRoute } from './rows.ts'
import { standingRoute } from './standing.ts'
import { debtsRoute, traceDebtRoute } from './trace-debt.ts'
import { traceRightRoute } from './trace-right.ts'

/** What a regulator's browser needs to judge the ledger again, and to follow money and rights through it. */
export const auditRouter = router({
  standing: standingRoute,
  blocks: blocksRoute,
  rows: rowsRoute,
  debts: debtsRoute,
  traceDebt: traceDebtRoute,
  traceRight: traceRightRoute,
  giveNotice: giveNoticeRoute,
})
