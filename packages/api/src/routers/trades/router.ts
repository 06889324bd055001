import { router } from '../../procedures.ts'
import { offerRoute, withdrawRoute } from './offers.ts'
import { takeRoute } from './take.ts'

/** What holders hand on for value: items of games, licences of works. */
export const tradesRouter = router({ offer: offerRoute, withdraw: withdrawRoute, take: takeRoute })
