import { elementOf, kindOf, type ShownTransaction } from './shown.ts'

/** What a transaction is for in the life of a debt, read from what it spends and writes; else its kind. */
export function purposeOf({ transaction, named, written }: ShownTransaction) {
  const kind = kindOf(transaction.kind)
  const clears = named.some(({ reads, element }) => !reads && elementOf(element) === 'debt')
  const owes = written.some(({ element }) => elementOf(element) === 'debt')
  if (!clears || (kind !== 'credit' && kind !== 'transfer')) return kind
  if (kind === 'credit') return owes ? ('restructuring' as const) : ('writeOff' as const)
  return owes ? kind : ('repayment' as const)
}
