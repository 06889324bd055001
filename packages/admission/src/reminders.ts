/** When a debtor is reminded of a lot: early, late, and at the height from which the lot is overdue. */
export type ReminderStage = 'soon' | 'last' | 'due'
export type Reminder = { readonly stage: ReminderStage; readonly height: number }

/** Which part of the term before its end, and at most how many blocks: seven days and one, at ten seconds a block. */
const SOON = { part: 10, most: 60_480 }
const LAST = { part: 50, most: 8_640 }

/**
 * The heights at which a lot's debtor is reminded: a tenth and a fiftieth of the term before its expiry, and at it. By
 * heights alone, so that everyone who reads the blocks has the same; never before the lot was written.
 */
export function remindersOf(createdHeight: number, expiryHeight: number): readonly Reminder[] {
  const term = Math.max(0, expiryHeight - createdHeight)
  const before = ({ part, most }: typeof SOON) => Math.min(most, Math.max(1, Math.ceil(term / part)))
  const reminders: readonly Reminder[] = [
    { stage: 'soon', height: expiryHeight - before(SOON) },
    { stage: 'last', height: expiryHeight - before(LAST) },
    { stage: 'due', height: expiryHeight },
  ]
  const isNew = ({ height }: Reminder, at: number) =>
    height > createdHeight && height !== reminders[at + 1]?.height
  return reminders.filter(isNew)
}
