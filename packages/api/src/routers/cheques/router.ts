import { router } from '../../procedures.ts'
import { putAsideRoute, takeBackRoute } from './books.ts'
import { centresRoute, openRoute } from './centre.ts'
import { presentRoute } from './present.ts'
import { booksRoute, deskRoute, presentedRoute } from './read.ts'

/** Cheques: value put aside at a settlement centre, and what is drawn on it (docs/adr/0027). */
export const chequesRouter = router({
  centres: centresRoute,
  open: openRoute,
  putAside: putAsideRoute,
  takeBack: takeBackRoute,
  books: booksRoute,
  present: presentRoute,
  presented: presentedRoute,
  desk: deskRoute,
})
