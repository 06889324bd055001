import { router } from '../../procedures.ts'
import { overruleRoute } from './advice.ts'
import { applyRoute } from './apply.ts'
import { approveRoute } from './approve.ts'
import { caseRoute } from './case.ts'
import { clearRoute } from './clear.ts'
import { declineRoute, withdrawRoute } from './close.ts'
import { ageingRoute, debtsRoute, repayRoute } from './debts.ts'
import { declineTransferRoute, withdrawTransferRoute } from './end-transfer.ts'
import { pledgeableRoute } from './guarantees.ts'
import { importRoute, importsRoute, previewRoute } from './import.ts'
import { endModelRoute, modelOffersRoute, modelsRoute, setModelRoute } from './models.ts'
import { noteRoute } from './notes.ts'
import { listRoute, reviewRoute, showRoute, termsRoute } from './read.ts'
import { readyRestructuringRoute } from './ready-restructuring.ts'
import { readyTransferRoute } from './ready-transfer.ts'
import { remindersRoute } from './reminders.ts'
import { repaymentsRoute } from './repayments.ts'
import { restructureRoute } from './restructure.ts'
import { takeBackModelRoute } from './take-back-model.ts'
import { approveTransferRoute, askTransferRoute } from './transfer.ts'
import { writeOffRoute } from './write-off.ts'

/** Credit from application to the last unit. */
export const creditRouter = router({
  terms: termsRoute,
  submit: applyRoute,
  preview: previewRoute,
  import: importRoute,
  imports: importsRoute,
  list: listRoute,
  show: showRoute,
  review: reviewRoute,
  pledgeable: pledgeableRoute,
  overrule: overruleRoute,
  models: modelsRoute,
  modelOffers: modelOffersRoute,
  setModel: setModelRoute,
  endModel: endModelRoute,
  takeBackModel: takeBackModelRoute,
  approve: approveRoute,
  decline: declineRoute,
  withdraw: withdrawRoute,
  debts: debtsRoute,
  repay: repayRoute,
  clear: clearRoute,
  reminders: remindersRoute,
  repayments: repaymentsRoute,
  ageing: ageingRoute,
  case: caseRoute,
  note: noteRoute,
  restructure: restructureRoute,
  readyRestructuring: readyRestructuringRoute,
  askTransfer: askTransferRoute,
  readyTransfer: readyTransferRoute,
  approveTransfer: approveTransferRoute,
  declineTransfer: declineTransferRoute,
  withdrawTransfer: withdrawTransferRoute,
  writeOff: writeOffRoute,
})
