import {
  type LedgerBook,
  type LedgerRow,
  type LedgerRows,
  type LedgerTable,
  ledgerTables,
  rowKey,
} from './ledger-rows.ts'

/** Where what is shown is not what the ledger says. `field` is `row` when a row is missing or should not be there. */
export type Difference = {
  readonly table: LedgerTable
  readonly key: string
  readonly field: string
  readonly ledger: LedgerRow[string]
  readonly shown: LedgerRow[string]
}

export type Comparison = {
  /** Compares rows that are shown; each row is shown once. */
  readonly show: (rows: LedgerRows) => void
  /** Everything that differs: what `show` found, and the ledger's rows that nobody showed. */
  readonly differences: () => readonly Difference[]
  readonly compared: () => number
}

/**
 * Compares shown rows with those of the ledger. `behind`: the tables are further on than the book, so that what later
 * blocks spent or wrote again is as before.
 */
export function compareRows(
  book: LedgerBook,
  { height, behind }: { height: number; behind: boolean },
): Comparison {
  const found: Difference[] = []
  const seen = new Map<LedgerTable, Set<string>>(ledgerTables.map((table) => [table, new Set<string>()]))
  let compared = 0
  const showOne = (table: LedgerTable, shown: LedgerRow) => {
    compared += 1
    const key = rowKey(table, shown)
    const ledger = book.rows(table).get(key)
    const known = seen.get(table)
    if (ledger === undefined || known?.has(key)) {
      found.push({ table, key, field: 'row', ledger: null, shown: key })
      return
    }
    known?.add(key)
    found.push(...fieldsThatDiffer(table, key, ledger, asOf(shown, ledger, height, behind)))
  }
  const missing = () =>
    ledgerTables.flatMap((table) =>
      [...book.rows(table).keys()]
        .filter((key) => !seen.get(table)?.has(key))
        .map((key): Difference => ({ table, key, field: 'row', ledger: key, shown: null })),
    )
  return {
    show: (rows) => {
      for (const table of ledgerTables) for (const row of rows[table]) showOne(table, row)
    },
    differences: () => [...found, ...missing()],
    compared: () => compared,
  }
}

/** The row as it was at the book's height. */
function asOf(shown: LedgerRow, ledger: LedgerRow, height: number, behind: boolean): LedgerRow {
  const { spentHeight } = shown
  const spentLater = typeof spentHeight === 'number' && spentHeight > height
  const before = spentLater ? { ...shown, spentBy: null, spentHeight: null } : shown
  return behind && before.newest === false && ledger.newest === true ? { ...before, newest: true } : before
}

function fieldsThatDiffer(
  table: LedgerTable,
  key: string,
  ledger: LedgerRow,
  shown: LedgerRow,
): Difference[] {
  return [...new Set([...Object.keys(ledger), ...Object.keys(shown)])]
    .filter((field) => ledger[field] !== shown[field])
    .map((field) => ({ table, key, field, ledger: ledger[field] ?? null, shown: shown[field] ?? null }))
}
