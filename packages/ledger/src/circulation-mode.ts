import { CREDIT, DEBT, type Element } from './transaction.ts'

/** The three ways in which value circulates (requirements V-130; 003 §3.3.8). */
export const circulationModes = ['direct-value', 'debt-value', 'direct-debt'] as const
export type CirculationMode = (typeof circulationModes)[number]

/** Which elements a transaction spends and writes; what it only reads moves nothing. */
export type MovedElements = { readonly spent: Iterable<Element>; readonly written: Iterable<Element> }

/**
 * The one mode of a transaction, told by the elements that it moves (docs/adr/0046):
 *
 * - `direct-debt`: debt goes and debt comes, as when it is restructured or another debtor takes it over;
 * - `debt-value`: debt comes with value or goes with it (loans, repayments, write-offs, the debt leg of an exchange), and
 *   what prepares that: credit that is created, granted or passed on;
 * - `direct-value`: neither debt nor credit moves. Payments are this, and everything else too: records, stakes, locks,
 *   penalties, rewards, changes of a group, and what a genesis block allots.
 */
export function circulationMode({ spent, written }: MovedElements): CirculationMode {
  const [gone, come] = [new Set(spent), new Set(written)]
  if (gone.has(DEBT) && come.has(DEBT)) return 'direct-debt'
  const isMade = [gone, come].some((moved) => moved.has(DEBT) || moved.has(CREDIT))
  return isMade ? 'debt-value' : 'direct-value'
}

/** Value that circulates by the equation (requirements V-131, A-17): base value less what is locked, with all debt. */
export const circulationOf = (of: {
  readonly base: bigint
  readonly locked: bigint
  readonly debt: bigint
}): bigint => of.base - of.locked + of.debt
