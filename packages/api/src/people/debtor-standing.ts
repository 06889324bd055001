import { blocksPerDayOf, type ScoreRules, scoreAt } from '@vc/admission'
import { badDebtAgeOf, findCursor, networkUnpaid, outputsOfKey, statementsOf } from '@vc/db'
import type { DbOrTransaction } from '../context.ts'

/** How far the tables are, and how many blocks a day has. */
export async function blockTimes(db: DbOrTransaction) {
  const cursor = await findCursor(db)
  return { height: cursor?.height ?? 0, blocksPerDay: blocksPerDayOf(cursor?.parameters ?? {}) }
}

/** The score of a debt key as the projected blocks have it, and what authorities stated, with all its terms and inputs. */
export async function standingOfDebtor(db: DbOrTransaction, debtKeyHash: string) {
  const rules = await scoreRules(db)
  const outputs = await outputsOfKey(db, debtKeyHash)
  const statements = await statementsOf(db, debtKeyHash)
  const { height } = rules
  return { height, ...scoreAt(outputs, await networkUnpaid(db), rules, statements) }
}

/** Where scores are counted: at the projected height, by the rules in force. */
export async function scoreRules(db: DbOrTransaction): Promise<ScoreRules> {
  return { ...(await blockTimes(db)), badDebtAge: badDebtAgeOf(await findCursor(db)) }
}
