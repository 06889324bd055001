import { router } from '../../procedures.ts'
import { accountRoute } from './account.ts'
import { blockRoute, blocksRoute } from './blocks.ts'
import { recordRoute } from './record.ts'
import { searchRoute } from './search.ts'
import { transactionRoute } from './transaction.ts'

/** The ledger as anyone on the network may read it: blocks, transactions, accounts, records. */
export const explorerRouter = router({
  blocks: blocksRoute,
  block: blockRoute,
  transaction: transactionRoute,
  account: accountRoute,
  record: recordRoute,
  search: searchRoute,
})
