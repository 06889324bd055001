import type { Result } from '@vc/kernel'
import { expect, test } from 'vitest'
import { judgeTransaction } from '../judge-transaction.ts'
import type { Judgement } from '../place.ts'
import type { Refusal } from '../refusals.ts'
import { creditRows } from './credit-rows.ts'
import { debtRows } from './debt-rows.ts'
import { groupRows } from './group-rows.ts'
import { otherRows } from './other-rows.ts'
import { recordRows } from './record-rows.ts'
import { type Act, columns, type Row } from './row.ts'

/**
 * Every privileged transaction against every lack of authority. A configuration is no row: ballots in blocks change it,
 * and no transaction does (`configuration.test.ts` of consensus).
 */
const rows: readonly Row[] = [...groupRows, ...creditRows, ...debtRows, ...recordRows, ...otherRows]

const judged = ({ world: { ledger }, good, producer }: Act) =>
  judgeTransaction(good, ledger.view(), ledger.place(producer))

/** The code of a refusal, with the word of a script that failed. */
function answerOf(result: Result<Judgement, Refusal>): string {
  if (result.ok) return 'accepted'
  const { code, facts } = result.refusal
  return code === 'script' ? `${code} ${facts.error}` : code
}

for (const { act, open, cells } of rows) {
  test(`${act}: well-formed, it is accepted`, () => {
    const opened = open()
    expect(judged(opened)).toMatchObject({ ok: true })
    expect(opened.world.ledger.submit(opened.good, opened.producer)).toMatchObject({ ok: true })
  })
  for (const column of columns) {
    const cell = cells[column]
    if ('none' in cell) continue
    test(`${act}: ${column}, it is refused`, () => {
      const opened = open()
      expect(judged(opened)).toMatchObject({ ok: true })
      const attempts = cell(opened)
      const { ledger } = opened.world
      const answers = attempts.map(({ tx, producer }) => answerOf(ledger.submit(tx, producer)))
      expect(answers).toEqual(attempts.map(({ code }) => code))
      expect(answers.length).toBeGreaterThan(0)
    })
  }
}

test('no cell of the table is left out: refused, or unknown to the law for a reason that is written', () => {
  const cells = rows.flatMap(({ act, cells: row }) =>
    columns.map((column) => ({ act, column, cell: row[column] })),
  )
  const unknown = cells.filter(({ cell }) => 'none' in cell)
  expect(cells).toHaveLength(rows.length * columns.length)
  expect({ acts: rows.length, refused: cells.length - unknown.length, unknown: unknown.length }).toEqual({
    acts: 30,
    refused: 202,
    unknown: 38,
  })
})
