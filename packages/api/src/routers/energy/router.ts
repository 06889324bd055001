import { router } from '../../procedures.ts'
import { importRoute, previewRoute } from './import.ts'
import { importsRoute, listRoute, receiversRoute, stationsRoute } from './read.ts'
import { takeBackRoute, transferRoute } from './transfer.ts'
import { transfersRoute } from './transfers.ts'
import { verifyRoute } from './verify.ts'

/** Certificates of energy, from metering data to the one that anyone can check. */
export const certificatesRouter = router({
  preview: previewRoute,
  import: importRoute,
  imports: importsRoute,
  stations: stationsRoute,
  list: listRoute,
  receivers: receiversRoute,
  transfer: transferRoute,
  transfers: transfersRoute,
  takeBack: takeBackRoute,
  verify: verifyRoute,
})
