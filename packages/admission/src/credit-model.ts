import type { UnixSeconds } from '@vc/kernel'
import { canonicalJson } from '@vc/ledger'

/** The terms under which an authority has orders paid by credit without being asked again (docs/adr/0049). Amounts in smallest units. */
export type CreditModel = {
  readonly title: string
  /** The most in all. */
  readonly total: bigint
  /** For one order. */
  readonly mostOrder: bigint
  /** What one debtor may owe after it, to whomever. */
  readonly mostDebtor: bigint
  readonly leastScore: number
  readonly mostTermBlocks: number
  /** One of these words is the application's purpose. */
  readonly purposes: readonly string[]
  /** Who may be paid: HASH160 in hex, and how the authority calls them. */
  readonly suppliers: readonly { readonly name: string; readonly account: string }[]
  /** From this hour of the day to before that one, in UTC, from Monday to Friday. */
  readonly fromHour: number
  readonly toHour: number
  /** The same hours of Saturdays and Sundays, too. */
  readonly onWeekends?: boolean
  /** Nothing is given from this height on. */
  readonly untilHeight: number
}

/** What a model is asked about: an order's credit, and how things stand now. */
export type ModelQuestion = {
  readonly amount: bigint
  /** All that the debtor would owe with it. */
  readonly owes: bigint
  readonly score: number
  readonly termBlocks: number
  readonly purpose: string
  /** Accounts of those that the order pays, HASH160 in hex. */
  readonly suppliers: readonly string[]
  readonly height: number
  /** Of the newest block. */
  readonly time: UnixSeconds
  /** Of the model's credit, what nothing has taken. */
  readonly free: bigint
}

/** Which term an order does not meet. */
export const modelReasons = [
  'model-amount',
  'model-debtor',
  'model-score',
  'model-term',
  'model-purpose',
  'model-supplier',
  'model-hours',
  'model-over',
  'model-used-up',
] as const
export type ModelReason = (typeof modelReasons)[number]

export type ModelRefusal =
  | { readonly code: 'model-over-total'; readonly total: bigint; readonly mostOrder: bigint }
  | { readonly code: 'model-hours-empty' | 'model-ends-before-it-begins' }

/** What is wrong with a model as it is set at a height: nobody could ever be approved by it. */
export function checkModel(model: CreditModel, height: number): ModelRefusal | undefined {
  const { total, mostOrder, fromHour, toHour, untilHeight } = model
  if (mostOrder > total) return { code: 'model-over-total', total, mostOrder }
  if (fromHour >= toHour) return { code: 'model-hours-empty' }
  return untilHeight <= height + 1 ? { code: 'model-ends-before-it-begins' } : undefined
}

/** The one text of a model (RFC 8785 JSON): its hash stands in the script of the credit, and in the witness of every loan under it. */
export const modelText = (id: string, agentKey: string, model: CreditModel): Uint8Array => {
  const { total, mostOrder, mostDebtor, leastScore, mostTermBlocks, fromHour, toHour, untilHeight } = model
  return canonicalJson({
    ...{ version: '1', id, agent: agentKey, title: model.title, total: total.toString() },
    ...{ mostOrder: mostOrder.toString(), mostDebtor: mostDebtor.toString() },
    ...{ leastScore: leastScore.toString(), mostTermBlocks: mostTermBlocks.toString() },
    ...{ fromHour: fromHour.toString(), toHour: toHour.toString(), untilHeight: untilHeight.toString() },
    purposes: [...model.purposes],
    suppliers: model.suppliers.map(({ name, account }) => ({ name, account })),
    // Models of before say nothing of it: their text is the same for ever.
    ...(model.onWeekends ? { onWeekends: 'yes' } : {}),
  })
}

/** Every term that an order's credit does not meet; none when the model approves it. */
export function judgeByModel(model: CreditModel, asked: ModelQuestion): readonly ModelReason[] {
  const isKnown = (account: string) => model.suppliers.some((one) => one.account === account)
  const failed: Readonly<Record<ModelReason, boolean>> = {
    'model-amount': asked.amount > model.mostOrder,
    'model-debtor': asked.owes > model.mostDebtor,
    'model-score': asked.score < model.leastScore,
    'model-term': asked.termBlocks > model.mostTermBlocks,
    'model-purpose': !model.purposes.some((one) => plain(one) === plain(asked.purpose)),
    'model-supplier': !asked.suppliers.every(isKnown),
    'model-hours': !isWithin(model, asked.time),
    'model-over': asked.height >= model.untilHeight,
    'model-used-up': asked.free < asked.amount,
  }
  return modelReasons.filter((reason) => failed[reason])
}

const plain = (text: string) => text.trim().toLowerCase()

const DAY = 86_400
const HOUR = 3_600
/** The first of January 1970 was a Thursday. */
const THURSDAY = 4

function isWithin({ fromHour, toHour, onWeekends = false }: CreditModel, time: UnixSeconds): boolean {
  const weekday = (Math.floor(time / DAY) + THURSDAY) % 7
  const hour = Math.floor((time % DAY) / HOUR)
  const isDay = onWeekends || (weekday >= 1 && weekday <= 5)
  return isDay && hour >= fromHour && hour < toHour
}

const MOST_COINS = 50

/**
 * Into how many coins a model's credit is divided, so that orders do not wait for each other: each holds the largest order, the last
 * what is left.
 */
export function modelCoins({
  total,
  mostOrder,
}: Pick<CreditModel, 'total' | 'mostOrder'>): readonly bigint[] {
  const least = (total + BigInt(MOST_COINS) - 1n) / BigInt(MOST_COINS)
  const size = mostOrder > least ? mostOrder : least
  const coins: bigint[] = []
  for (let left = total; left > 0n; left -= size) coins.push(left < size ? left : size)
  return coins
}

/** The coins that make up an amount: the smallest that holds it, else the largest until they do; none when all are too little. */
export function chooseCoins<C extends { readonly amount: bigint }>(
  coins: readonly C[],
  amount: bigint,
): readonly C[] {
  const sorted = coins.toSorted((a, b) => (a.amount < b.amount ? -1 : a.amount > b.amount ? 1 : 0))
  const one = sorted.find((coin) => coin.amount >= amount)
  if (one) return [one]
  const chosen: C[] = []
  let sum = 0n
  for (const coin of sorted.toReversed()) {
    if (sum >= amount) break
    chosen.push(coin)
    sum += coin.amount
  }
  return sum >= amount ? chosen : []
}
