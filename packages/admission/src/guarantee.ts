import { ok, type Result, refuse } from '@vc/kernel'

/**
 * What can stand behind a credit: an asset outside the ledger, a right, certificates, a collective's standing, the order
 * that it is for, or the contract that it is given under (requirements V-024), which covers nothing by itself.
 */
export const guaranteeKinds = ['asset', 'right', 'certificates', 'collective', 'order', 'contract'] as const
export type GuaranteeKind = (typeof guaranteeKinds)[number]

/** A guarantee as its applicant tells it. `reference` names the thing: a document's SHA256, or what the ledger knows. */
export type Guarantee = {
  readonly kind: GuaranteeKind
  readonly reference: string
  readonly description: string
  /** How much of the debt it is to cover, smallest units. */
  readonly cover: bigint
}

/** How the thing stands now. What is outside the ledger is there by its document alone. */
export type GuaranteeStanding = {
  readonly isThere: boolean
  /** Belongs to the applicant's organisation, or the applicant is a member of it. */
  readonly isOwn: boolean
  /** The most that it covers, by an appraiser or by what it holds; null where nobody has said. */
  readonly worth: bigint | null
  /** Other applications in force, and debts not cleared, that it stands behind already. */
  readonly pledgedTo: readonly string[]
  /** Whether a collective's members have voted to answer for this very debt; null for everything else. */
  readonly consent: GuaranteeConsent | null
}
/** `ends-early`: they have, and not until the debt would be due. */
export type GuaranteeConsent = 'not-asked' | 'voting' | 'ends-early' | 'given'
export type StandingGuarantee = { readonly guarantee: Guarantee; readonly standing: GuaranteeStanding }

/** `position` counts from one, as people read lists. */
export type GuaranteeRefusal =
  | { readonly code: 'guarantee-gone'; readonly position: number }
  | { readonly code: 'guarantee-foreign'; readonly position: number }
  | { readonly code: 'guarantee-pledged'; readonly position: number }
  | { readonly code: 'guarantee-over-worth'; readonly position: number; readonly worth: bigint }
  | { readonly code: 'guarantee-twice'; readonly position: number }

export const MOST_GUARANTEES = 20

/**
 * Refuses guarantees that can not stand behind a credit: gone from the ledger, another's, behind another debt already,
 * for more than they are worth, or named twice. Asked at application, and again when the credit is approved.
 */
export function checkGuarantees(list: readonly StandingGuarantee[]): GuaranteeRefusal | undefined {
  for (const [index, one] of list.entries()) {
    const position = index + 1
    const earlier = list.slice(0, index).map(({ guarantee }) => guarantee)
    if (earlier.some((other) => isSameThing(other, one.guarantee)))
      return { code: 'guarantee-twice', position }
    const wrong = checkOne(one, position)
    if (wrong) return wrong
  }
  return undefined
}

const isSameThing = (a: Guarantee, b: Guarantee) => a.kind === b.kind && a.reference === b.reference

function checkOne(
  { guarantee, standing }: StandingGuarantee,
  position: number,
): GuaranteeRefusal | undefined {
  const { isThere, isOwn, worth, pledgedTo } = standing
  if (!isThere) return { code: 'guarantee-gone', position }
  if (!isOwn) return { code: 'guarantee-foreign', position }
  // Many may answer for many; one thing can be taken from its owner only once.
  if (isThing(guarantee) && pledgedTo.length > 0) return { code: 'guarantee-pledged', position }
  if (worth !== null && guarantee.cover > worth) return { code: 'guarantee-over-worth', position, worth }
  return undefined
}

const isThing = ({ kind }: Guarantee) => kind === 'right' || kind === 'certificates' || kind === 'order'

/**
 * What all of them cover together, smallest units. A collective covers nothing until its members have voted to answer for this debt
 * (docs/adr/0039).
 */
export const coverOf = (list: readonly StandingGuarantee[]): bigint =>
  list.reduce((sum, { guarantee, standing }) => (counts(standing) ? sum + guarantee.cover : sum), 0n)

const counts = ({ consent }: GuaranteeStanding) => consent === null || consent === 'given'

/** What an authority has to look at once more, though no rule forbids it; `position` counts from one. */
export type GuaranteeWarning = {
  readonly code:
    | 'appraised-otherwise'
    | 'document-elsewhere'
    | 'unappraised'
    | 'standing-shared'
    | 'standing-thin'
    | 'answers-for-itself'
    | 'members-not-asked'
    | 'members-voting'
    | 'answer-ends-early'
  readonly position: number
}

/** What else is known of a guarantee. Amounts in smallest units. */
export type GuaranteeBackground = {
  /** What the same document was to cover in other applications, whatever became of them. */
  readonly coversElsewhere: readonly bigint[]
  /** Of a collective: value that it holds less debt that it owes; null for everything else. */
  readonly free: bigint | null
  /** The applicant has the votes to decide for the collective by itself. */
  readonly isOneself: boolean
}

/** Warns of documents that tell another value elsewhere, of standing that answers for many, and of who answers for itself. */
export function guaranteeWarnings(
  list: readonly (StandingGuarantee & { readonly background: GuaranteeBackground })[],
): readonly GuaranteeWarning[] {
  return list.flatMap(({ guarantee, standing, background }, index) => {
    const { kind, cover } = guarantee
    const { coversElsewhere, free, isOneself } = background
    const found: readonly (readonly [GuaranteeWarning['code'], boolean])[] = [
      ['appraised-otherwise', kind === 'asset' && coversElsewhere.some((other) => other !== cover)],
      ['document-elsewhere', kind === 'asset' && standing.pledgedTo.length > 0],
      ['unappraised', isThing(guarantee) && standing.worth === null],
      ['standing-shared', kind === 'collective' && standing.pledgedTo.length > 0],
      ['standing-thin', free !== null && free < cover],
      ['answers-for-itself', isOneself],
      ['members-not-asked', standing.consent === 'not-asked'],
      ['members-voting', standing.consent === 'voting'],
      ['answer-ends-early', standing.consent === 'ends-early'],
    ]
    return found.filter(([, holds]) => holds).map(([code]) => ({ code, position: index + 1 }))
  })
}

/** What an authority said when it gave in spite of advice: how things stood then. Amounts in smallest units. */
export type Overrule = {
  readonly cover: bigint
  /** How far the debtor's debt went over what was advised. */
  readonly over: bigint
}
export type CreditAdvice = Overrule & { readonly amount: bigint; readonly advised: bigint }
export type AdviceRefusal =
  | { readonly code: 'guarantee-short'; readonly cover: bigint; readonly amount: bigint }
  | { readonly code: 'advised-ceiling-exceeded'; readonly advised: bigint; readonly over: bigint }

/** How far debt goes over what is advised; nothing below it. */
export const overAdvice = (used: bigint, advised: bigint): bigint => (used > advised ? used - advised : 0n)

/**
 * Refuses credit that is not covered in full (V-141), or goes over the ceiling advised for its debtor (V-023), unless the
 * authority has overruled just that: what it said holds as long as things are no worse than they were then.
 */
export function decideAdvice(
  { amount, cover, advised, over }: CreditAdvice,
  said: Overrule | undefined,
): Result<'approved', AdviceRefusal> {
  const isCovered = cover >= amount || (said !== undefined && cover >= said.cover)
  if (!isCovered) return refuse({ code: 'guarantee-short', cover, amount })
  if (over > (said?.over ?? 0n)) return refuse({ code: 'advised-ceiling-exceeded', advised, over })
  return ok('approved')
}
