import { router } from '../../procedures.ts'
import { eraseRoute } from './erase.ts'
import { importRoute } from './import.ts'
import { myKeyRoute, publishKeyRoute, readersRoute } from './keys.ts'
import { mineRoute } from './mine.ts'
import { ofAccountRoute } from './of-account.ts'
import { openRoute } from './open.ts'
import { shareRoute, unshareRoute } from './share.ts'

/** Know-your-customer files, sealed in the browser for those whom their owner lets read (docs/adr/0033). */
export const identityRouter = router({
  myKey: myKeyRoute,
  publishKey: publishKeyRoute,
  readers: readersRoute,
  mine: mineRoute,
  import: importRoute,
  share: shareRoute,
  unshare: unshareRoute,
  erase: eraseRoute,
  ofAccount: ofAccountRoute,
  open: openRoute,
})
