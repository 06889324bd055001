/** What a line of a file says of an application. */
export type ApplicationField = 'reference' | 'account' | 'amount' | 'term' | 'lots' | 'purpose' | 'guarantee'

/** How the cells of a field are understood. `given`: not in the file, one answer stands for all lines. */
export type ReadAs =
  | 'text'
  | 'row-number'
  | 'account'
  | 'amount'
  | 'days'
  | 'months'
  | 'blocks'
  | 'number'
  | 'facts'
  | 'given'

/** One field of an application: the columns of the file that say it, by their names there, and how. */
export type ColumnReading = {
  readonly field: ApplicationField
  readonly columns: readonly string[]
  readonly how: ReadAs
}
/** Unit of a term that neither its column nor its cell names. */
export type TermUnit = 'days' | 'months'

type Entry = {
  readonly field: ApplicationField
  readonly how: ReadAs | 'unit'
  readonly names: readonly string[]
}

/** Names that a column may have, the surest first; case, blanks and hyphens in them do not matter. */
const dictionary: readonly Entry[] = [
  {
    field: 'reference',
    how: 'text',
    names: ['reference', 'application', 'application_id', 'loan_id', 'id', '编号', '申请编号'],
  },
  { field: 'reference', how: 'row-number', names: ['row', '行号'] },
  { field: 'account', how: 'account', names: ['account', 'account_id', '账户'] },
  {
    field: 'amount',
    how: 'amount',
    names: ['amount', 'loan_amount', 'loan_amnt', 'funded_amount', 'funded_amnt', '金额', '申请金额'],
  },
  { field: 'term', how: 'days', names: ['term_days', 'days', '期限天数', '期限（天）'] },
  { field: 'term', how: 'months', names: ['term_months', 'months', '期限月数', '期限（月）'] },
  { field: 'term', how: 'blocks', names: ['term_blocks', 'blocks', '期限区块数'] },
  { field: 'term', how: 'unit', names: ['term', '期限'] },
  { field: 'lots', how: 'number', names: ['lots', '期数', '分期'] },
  { field: 'purpose', how: 'text', names: ['purpose', 'loan_purpose', '用途'] },
  { field: 'guarantee', how: 'text', names: ['guarantee', 'collateral', '担保'] },
]
/** Columns of lenders' files that say what stands behind a loan; quoted by name and value where none says guarantee. */
const facts = [
  'homeownership',
  'home_ownership',
  'verified_income',
  'verification_status',
  'verification_income_joint',
]
const fields = ['reference', 'account', 'amount', 'term', 'lots', 'purpose', 'guarantee'] as const

const plain = (name: string) =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_')

/** Finds which columns of a file say which field; fields that none says are `given`. */
export function readColumns(columns: readonly string[], termUnit: TermUnit): readonly ColumnReading[] {
  const find = (name: string) => columns.find((column) => plain(column) === name)
  return fields.map((field) => findField(field, find, termUnit))
}

function findField(
  field: ApplicationField,
  find: (name: string) => string | undefined,
  termUnit: TermUnit,
): ColumnReading {
  for (const { how, names } of dictionary.filter((entry) => entry.field === field)) {
    const column = names.map(find).find((found) => found !== undefined)
    if (column !== undefined) return { field, columns: [column], how: how === 'unit' ? termUnit : how }
  }
  const said = field === 'guarantee' ? facts.flatMap((name) => find(name) ?? []) : []
  return said.length > 0 ? { field, columns: said, how: 'facts' } : { field, columns: [], how: 'given' }
}

/** Whether the unit of the terms stands in the file's own head, or has to be said by who brings the file. */
export function namesTermUnit(readings: readonly ColumnReading[]): boolean {
  const [column] = readings.find(({ field }) => field === 'term')?.columns ?? []
  const entry = dictionary.find(({ names }) => column !== undefined && names.includes(plain(column)))
  return entry?.how !== 'unit'
}
