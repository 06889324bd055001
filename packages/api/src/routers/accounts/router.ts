import { router } from '../../procedures.ts'
import { listRoute } from './list.ts'
import { treeRoute } from './tree.ts'

/** Accounts as their holders and the authorities that admit them may watch them, without a key. */
export const accountsRouter = router({ list: listRoute, tree: treeRoute })
