import { router } from '../../procedures.ts'
import { askCreditRoute } from './credit.ts'
import { deliverRoute } from './deliver.ts'
import { askSupplierRoute, inviteSupplierRoute, outsideSuppliersRoute } from './outside-suppliers.ts'
import { pledgeRoute } from './pledge.ts'
import { publishRoute, withdrawRoute } from './publish.ts'
import { ordersRoute, showRoute } from './read.ts'
import { askReleaseRoute } from './release.ts'
import { agreeRoute } from './suppliers.ts'
import { takeBackRoute } from './take-back.ts'

export const coopRouter = router({
  orders: ordersRoute,
  show: showRoute,
  publish: publishRoute,
  withdraw: withdrawRoute,
  pledge: pledgeRoute,
  takeBack: takeBackRoute,
  agree: agreeRoute,
  askSupplier: askSupplierRoute,
  outsideSuppliers: outsideSuppliersRoute,
  inviteSupplier: inviteSupplierRoute,
  askCredit: askCreditRoute,
  deliver: deliverRoute,
  askRelease: askReleaseRoute,
})
