import { router } from '../../procedures.ts'
import { blocksRoute } from './blocks.ts'
import { circulationRoute } from './circulation.ts'
import { economyRoute } from './economy.ts'
import { pulseRoute } from './pulse.ts'
import { regulationRoute } from './regulation.ts'
import { noteRoute, tourRoute } from './tour.ts'

/** What the frame and the overview of the portal show. */
export const overviewRouter = router({
  pulse: pulseRoute,
  blocks: blocksRoute,
  economy: economyRoute,
  circulation: circulationRoute,
  regulation: regulationRoute,
  tour: tourRoute,
  note: noteRoute,
})
