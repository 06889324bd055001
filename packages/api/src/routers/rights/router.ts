import { router } from '../../procedures.ts'
import { appraiseRoute, certifyRoute, declineRoute } from './certify.ts'
import { fingerprintRoute } from './fingerprint.ts'
import { importRoute, previewRoute } from './import.ts'
import { batchesRoute, batchRoute, listRoute } from './read.ts'
import { verifyRoute } from './verify.ts'

/** Rights in works, from the file to the certificate that anyone can check. */
export const rightsRouter = router({
  preview: previewRoute,
  import: importRoute,
  fingerprint: fingerprintRoute,
  appraise: appraiseRoute,
  certify: certifyRoute,
  decline: declineRoute,
  batches: batchesRoute,
  batch: batchRoute,
  list: listRoute,
  verify: verifyRoute,
})
