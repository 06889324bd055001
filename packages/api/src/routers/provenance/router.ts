import { router } from '../../procedures.ts'
import { importRoute, previewRoute } from './import.ts'
import { listRoute, lotsRoute } from './list.ts'
import { readRoute } from './read.ts'

export const provenanceRouter = router({
  preview: previewRoute,
  import: importRoute,
  list: listRoute,
  lots: lotsRoute,
  read: readRoute,
})
