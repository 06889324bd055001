import { router } from '../../procedures.ts'
import { pledgeRoute } from './pledge.ts'
import { publishRoute, withdrawRoute } from './publish.ts'
import { ordersRoute, showRoute } from './read.ts'
import { takeBackRoute } from './take-back.ts'

export const coopRouter = router({
  orders: ordersRoute,
  show: showRoute,
  publish: publishRoute,
  withdraw: withdrawRoute,
  pledge: pledgeRoute,
  takeBack: takeBackRoute,
})
