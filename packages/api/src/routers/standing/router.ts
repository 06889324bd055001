import { router } from '../../procedures.ts'
import { entitiesRoute, nameDebtorRoute, unregisteredRoute } from './register.ts'

/** How debtors stand: who they are, how they are scored, and who is in default. */
export const standingRouter = router({
  unregistered: unregisteredRoute,
  entities: entitiesRoute,
  nameDebtor: nameDebtorRoute,
})
