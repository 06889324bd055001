/** When a debtor is reminded of a lot: early, late, and at the height from which the lot is overdue. */
export type ReminderStage = 'soon' | 'last' | 'due'
export type Reminder = { readonly stage: ReminderStage; readonly height: number }

/** Which part of the term before its end, and at most how many blocks: seven days and one, at ten seconds a block. */
const SOON = { part: 10, most: 60_480 }
const LAST = { part: 50, most: 8_640 }

/**
 * The heights at which a lot's debtor is reminded: a tenth and a fiftieth of the term before its expiry, and at it. By
 * heights alone, so that everyone who reads the blocks has the same; never before the lot was written. Of one that was due
 * already when it was written, as where a kept restructuring is published on default, it is reminded at once.
 */
export function remindersOf(createdHeight: number, expiryHeight: number): readonly Reminder[] {
  if (expiryHeight <= createdHeight) return [{ stage: 'due', height: createdHeight }]
  const term = expiryHeight - createdHeight
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
