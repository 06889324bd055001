import { router } from '../../procedures.ts'
import { bookRoute } from './book.ts'
import { buyRoute } from './buy.ts'
import { contributeRoute, takeContributionRoute } from './contributions.ts'
import { endSaleRoute } from './end-sale.ts'
import { licenceRoute } from './licence.ts'
import { listRoute, readRoute } from './read.ts'
import { addDraftRoute, registerRoute } from './register.ts'
import { reviewRoute } from './review.ts'
import { sellRoute } from './sell.ts'
import { addTaskRoute, endTaskRoute } from './tasks.ts'
import { tipRoute } from './tip.ts'

/** Works and what their creators get for them. */
export const worksRouter = router({
  list: listRoute,
  read: readRoute,
  book: bookRoute,
  register: registerRoute,
  addDraft: addDraftRoute,
  tip: tipRoute,
  sell: sellRoute,
  endSale: endSaleRoute,
  buy: buyRoute,
  licence: licenceRoute,
  review: reviewRoute,
  addTask: addTaskRoute,
  endTask: endTaskRoute,
  contribute: contributeRoute,
  takeContribution: takeContributionRoute,
})
