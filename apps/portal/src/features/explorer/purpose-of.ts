import { elementOf, kindOf, layerOf, type ShownOutput, type ShownTransaction } from './shown.ts'

/** What a purpose is read from. */
export type Purposeful = {
  readonly transaction: Pick<ShownTransaction['transaction'], 'kind' | 'layer' | 'lockTime'>
  readonly named: readonly Pick<
    ShownTransaction['named'][number],
    'element' | 'keyHash' | 'kind' | 'layer' | 'reads' | 'standard'
  >[]
  readonly written: readonly Pick<ShownOutput, 'element' | 'keyHash' | 'standard'>[]
  readonly legs: readonly string[]
}

/** What a transaction is for in the life of a debt or of a stake, read from what it spends and writes; else its kind. */
export function purposeOf(shown: Purposeful) {
  const kind = kindOf(shown.transaction.kind)
  if (kind === 'transfer') return purposeOfTransfer(shown)
  if (kind !== 'credit' || !clears(shown)) return kind
  if (!owes(shown)) return 'writeOff'
  return moves(shown) ? 'debtTransfer' : 'restructuring'
}

const isDebt = ({ element }: { readonly element: number }) => elementOf(element) === 'debt'
const spentBy = ({ named }: Purposeful) => named.filter(({ reads }) => !reads)
const clears = (shown: Purposeful) => spentBy(shown).some(isDebt)
/** Debt of one key goes, debt of another comes. */
const moves = (shown: Purposeful) => {
  const before = new Set(
    spentBy(shown)
      .filter(isDebt)
      .map(({ keyHash }) => keyHash),
  )
  return shown.written.filter(isDebt).some(({ keyHash }) => !before.has(keyHash))
}
const owes = ({ written }: Purposeful) => written.some(isDebt)

function purposeOfTransfer(shown: Purposeful) {
  if (layerOf(shown.transaction.layer) === 'management') return 'allotment'
  const isAbove = layerOf(shown.transaction.layer) === 'debt'
  const isOfTwo = shown.legs.length === 2
  if (clears(shown)) return owes(shown) ? 'transfer' : isAbove && isOfTwo ? 'exchange' : 'repayment'
  return isAbove ? purposeOfLocked(shown) : purposeOfPledge(shown)
}

const isTimeLocked = ({ standard }: { readonly standard: string | null }) => standard === 'hash-time-lock'

/** A coin that commits to what is sold (ADR 21). */
const isCommitted = ({ standard }: { readonly standard: string | null }) => standard === 'record'

/** Of circulation: a licence is bought; pledges to an order are put aside, pay its contracts together, or go back after their height (ADR 17). */
function purposeOfPledge(shown: Purposeful) {
  if (spentBy(shown).some(isTimeLocked)) return shown.transaction.lockTime > 0n ? 'giveBack' : 'funding'
  if (spentBy(shown).some(isCommitted)) return 'purchase'
  return shown.written.some(isTimeLocked) ? 'pledge' : 'transfer'
}

/** Of the debt layer: what it spends says whether a stake ends, rewards are shared, or value is locked. */
function purposeOfLocked(shown: Purposeful) {
  const spent = spentBy(shown)
  if (spent.some(({ kind }) => kindOf(kind) === 'stake')) return 'release'
  if (spent.every(({ kind }) => kindOf(kind) === 'reward')) return 'sharing'
  return spent.some(({ layer }) => layerOf(layer) === 'circulation') ? 'lock' : 'transfer'
}
