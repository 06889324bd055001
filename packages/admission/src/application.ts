import { ok, type Result, refuse } from '@vc/kernel'
import { LEDGER_FEE } from './fee.ts'

/** The life of a credit application, in the glossary's order: apply, review, approve, accept, give. */
export type ApplicationStep =
  | 'applied'
  | 'reviewed'
  | 'approved'
  | 'accepted'
  | 'given'
  | 'declined'
  | 'withdrawn'

/** What an applicant asks for. Amount in smallest units; term in blocks. */
export type CreditTerms = { readonly amount: bigint; readonly termBlocks: number; readonly lots: number }

export type AdmissionRefusal =
  | { readonly code: 'application-step'; readonly step: ApplicationStep; readonly wanted: ApplicationStep }
  | { readonly code: 'own-application' }
  | {
      readonly code: 'ceiling-exceeded'
      readonly ceiling: bigint
      readonly exposure: bigint
      readonly amount: bigint
    }
  | { readonly code: 'amount-out-of-range'; readonly least: bigint; readonly most: bigint }
  | { readonly code: 'term-out-of-range'; readonly least: number; readonly most: number }
  | { readonly code: 'lots-out-of-range'; readonly least: number; readonly most: number }
  | { readonly code: 'account-missing' }
  | { readonly code: 'interest-too-high'; readonly most: bigint }
  | { readonly code: 'premium-too-high'; readonly most: bigint }
  | { readonly code: 'debt-overdue' }

const next: Readonly<Record<ApplicationStep, readonly ApplicationStep[]>> = {
  applied: ['reviewed', 'declined', 'withdrawn'],
  reviewed: ['approved', 'declined', 'withdrawn'],
  approved: ['accepted', 'withdrawn'],
  accepted: ['given'],
  given: [],
  declined: [],
  withdrawn: [],
}

/** Decides a step of an application; anything but the next step in its life is refused. */
export function decideApplication(
  step: ApplicationStep,
  wanted: ApplicationStep,
): Result<ApplicationStep, AdmissionRefusal> {
  return next[step].includes(wanted) ? ok(wanted) : refuse({ code: 'application-step', step, wanted })
}

export const LEAST_TERM_BLOCKS = 10
/** Five years of 365 days. */
export const MOST_TERM_DAYS = 1_825
export const MOST_LOTS = 36
const MOST_AMOUNT = 2n ** 53n - 1n

/**
 * Checks what an applicant asks for by itself: an amount that is more than the ledger's fee, a term of ten blocks to
 * five years, and a number of lots. `blocksPerDay` is the network's.
 */
export function checkTerms(terms: CreditTerms, blocksPerDay: number): AdmissionRefusal | undefined {
  const { amount, termBlocks, lots } = terms
  if (amount <= LEDGER_FEE || amount > MOST_AMOUNT)
    return { code: 'amount-out-of-range', least: LEDGER_FEE + 1n, most: MOST_AMOUNT }
  const mostTerm = mostTermBlocks(blocksPerDay)
  if (!Number.isInteger(termBlocks) || termBlocks < LEAST_TERM_BLOCKS || termBlocks > mostTerm)
    return { code: 'term-out-of-range', least: LEAST_TERM_BLOCKS, most: mostTerm }
  if (!Number.isInteger(lots) || lots < 1 || lots > MOST_LOTS)
    return { code: 'lots-out-of-range', least: 1, most: MOST_LOTS }
  return undefined
}

/** The longest term in blocks, on a network with this many of them a day. */
export const mostTermBlocks = (blocksPerDay: number): number => MOST_TERM_DAYS * blocksPerDay
