import { standingOf } from '@vc/admission'
import { badDebtAgeOf, findCursor } from '@vc/db'
import { blockTimes } from '../../people/debtor-standing.ts'

/** How debts stand: current, due soon (a tenth of their term, at most seven days), overdue, bad. */
export async function standingRules(db: Parameters<typeof blockTimes>[0]) {
  const { blocksPerDay, height } = await blockTimes(db)
  const cursor = await findCursor(db)
  const rules = { badDebtAge: badDebtAgeOf(cursor), dueSoonBlocks: 7 * blocksPerDay }
  const standing = (debt: { readonly expiryHeight: number | null; readonly createdHeight: number }) => {
    if (debt.expiryHeight === null) return 'current' as const
    const soon = Math.ceil((debt.expiryHeight - debt.createdHeight) / 10)
    const dueSoonBlocks = Math.min(rules.dueSoonBlocks, Math.max(1, soon))
    return standingOf(debt.expiryHeight, height + 1, { ...rules, dueSoonBlocks })
  }
  return { standing, height, blocksPerDay }
}
