import { router } from '../../procedures.ts'
import { offersRoute, postRoute, withdrawRoute } from './offers.ts'
import { registerRoute } from './register.ts'
import { releaseRoute } from './release.ts'
import { deskRoute, payRoute } from './shares.ts'
import { producersRoute, standingRoute } from './standing.ts'
import { takeRoute } from './take.ts'
import { publishRoute } from './terms.ts'

/** Stake, custody, and the board of debt exchanges. */
export const stakingRouter = router({
  standing: standingRoute,
  producers: producersRoute,
  register: registerRoute,
  release: releaseRoute,
  desk: deskRoute,
  publish: publishRoute,
  pay: payRoute,
  offers: offersRoute,
  post: postRoute,
  withdraw: withdrawRoute,
  take: takeRoute,
})
