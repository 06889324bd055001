import { ok, type Result, refuse } from '@vc/kernel'

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
export const MOST_TERM_BLOCKS = 15_768_000
export const MOST_LOTS = 36
const MOST_AMOUNT = 2n ** 53n - 1n

/** Checks what an applicant asks for by itself: amount, term, and lots that each hold at least one unit. */
export function checkTerms({ amount, termBlocks, lots }: CreditTerms): AdmissionRefusal | undefined {
  if (amount <= 0n || amount > MOST_AMOUNT)
    return { code: 'amount-out-of-range', least: 1n, most: MOST_AMOUNT }
  if (!Number.isInteger(termBlocks) || termBlocks < LEAST_TERM_BLOCKS || termBlocks > MOST_TERM_BLOCKS)
    return { code: 'term-out-of-range', least: LEAST_TERM_BLOCKS, most: MOST_TERM_BLOCKS }
  const most = Number(amount < BigInt(MOST_LOTS) ? amount : BigInt(MOST_LOTS))
  if (!Number.isInteger(lots) || lots < 1 || lots > most) return { code: 'lots-out-of-range', least: 1, most }
  return undefined
}
