import {
  type FileApplication,
  type GivenForAll,
  namesTermUnit,
  type ParsedApplications,
  parseApplications,
} from '@vc/admission'
import { toHex } from '@vc/crypto'
import { schema } from '@vc/db'
import { sealedSeeds } from '@vc/db/identity'
import { type BadLine, type BadRow, type Encoding, withCells } from '@vc/tabular'
import { parseTableFile, type TableFile } from '@vc/tabular/sheet'
import { and, eq, inArray, isNotNull, notInArray } from 'drizzle-orm'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { blockTimes } from '../../people/debtor-standing.ts'
import { fileRefusal, type ToldFile } from '../../read-file-input.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { accountFacts } from './facts.ts'
import { linesOverWindow } from './window.ts'

/** An application that can be made: the account is the organisation's own, and active on the ledger. */
export type JudgedApplication = FileApplication & { readonly debtKeyHash: string }
export type ApplicationsFile = Pick<ParsedApplications, 'readings' | 'missing'> & {
  readonly format: TableFile['format']
  readonly encoding: Encoding
  readonly columns: readonly string[]
  /** Whether the file itself says in which unit its terms are. */
  readonly namesTermUnit: boolean
  readonly applications: readonly JudgedApplication[]
  readonly bad: readonly BadRow[]
  readonly withCells: (bad: readonly BadRow[]) => readonly BadLine[]
}
const { creditApplications } = schema
const CHUNK = 5000
const MOST_SOURCE = 60

/**
 * Reads a file of applications and judges every line as the dialog would: own active account, terms, a reference once, and unless
 * what finds no capacity `queues` for it, room in the window.
 */
export async function readApplicationsFile(
  db: DbOrTransaction,
  ctx: MemberContext,
  file: ToldFile & { readonly fileName: string },
  given: GivenForAll,
  queues: boolean,
): Promise<ApplicationsFile> {
  const table = await parseTableFile(file.bytes, file.told)
  if (!table.ok) throw refusalToError(fileRefusal(table.refusal))
  const { blocksPerDay } = await blockTimes(db)
  const source = file.fileName.replace(/\.[^.]{1,5}$/, '').slice(0, MOST_SOURCE)
  const parsed = parseApplications(table.value, { decimals: ctx.env.decimals, blocksPerDay, source }, given)
  if (!parsed.ok) throw refusalToError(fileRefusal(parsed.refusal))
  const { format, encoding, columns } = table.value
  const fitting = await judge(db, ctx.user.organisationId, parsed.value)
  const judged = queues ? fitting : await withinWindow(db, ctx, fitting)
  const cells = (bad: readonly BadRow[]) => withCells(table.value, bad)
  const { readings, missing } = parsed.value
  return {
    readings,
    missing,
    format,
    encoding,
    columns,
    ...judged,
    withCells: cells,
    namesTermUnit: namesTermUnit(readings),
  }
}

async function judge(
  db: DbOrTransaction,
  organisationId: string,
  { applications, bad, readings }: ParsedApplications,
) {
  const accounts = await activeAccounts(db, organisationId)
  const known = await knownReferences(db, organisationId, applications)
  const [column = ''] = readings.find(({ field }) => field === 'account')?.columns ?? []
  const good: JudgedApplication[] = []
  const worse: BadRow[] = []
  for (const one of applications) {
    const { line, reference, accountId } = one
    const debtKeyHash = accounts.get(accountId)
    if (known.has(reference)) worse.push({ line, code: 'already-applied', facts: { reference } })
    else if (debtKeyHash === undefined && accountId !== '')
      worse.push({ line, code: 'account-not-own', column })
    else good.push({ ...one, debtKeyHash: debtKeyHash ?? '' })
  }
  return { applications: good, bad: [...bad, ...worse].sort((a, b) => a.line - b.line) }
}

type Judged = Pick<ApplicationsFile, 'applications' | 'bad'>

/** Lines that find no room beside those before them are bad, unless they are to wait for it (requirements V-075). */
async function withinWindow(
  db: DbOrTransaction,
  { client }: MemberContext,
  { applications, bad }: Judged,
): Promise<Judged> {
  const over = await linesOverWindow({ db, client }, applications)
  const lines = new Set(over.map(({ line }) => line))
  const good = applications.filter(({ line }) => !lines.has(line))
  return { applications: good, bad: [...bad, ...over].sort((a, b) => a.line - b.line) }
}

/** Debt key hashes of the organisation's accounts that stand on the ledger, by account id. */
async function activeAccounts(
  db: DbOrTransaction,
  organisationId: string,
): Promise<ReadonlyMap<string, string>> {
  const seeds = await db
    .selectDistinct({ accountId: sealedSeeds.accountId, debtKeyHash: sealedSeeds.debtKeyHash })
    .from(sealedSeeds)
    .where(eq(sealedSeeds.organisationId, organisationId))
  const active = new Map<string, string>()
  for (const seed of seeds) {
    const [accountId, debtKeyHash] = [toHex(seed.accountId), toHex(seed.debtKeyHash)]
    const { isActive } = await accountFacts(db, accountId, debtKeyHash)
    if (isActive) active.set(accountId, debtKeyHash)
  }
  return active
}

/** References that the organisation has applied for already, and that were neither declined nor taken back. */
async function knownReferences(
  db: DbOrTransaction,
  organisationId: string,
  applications: readonly FileApplication[],
): Promise<ReadonlySet<string | null>> {
  const known = new Set<string | null>()
  for (let at = 0; at < applications.length; at += CHUNK) {
    const names = applications.slice(at, at + CHUNK).map(({ reference }) => reference)
    const rows = await db
      .select({ reference: creditApplications.reference })
      .from(creditApplications)
      .where(
        and(
          eq(creditApplications.organisationId, organisationId),
          isNotNull(creditApplications.reference),
          inArray(creditApplications.reference, names),
          notInArray(creditApplications.step, ['declined', 'withdrawn']),
        ),
      )
    for (const { reference } of rows) known.add(reference)
  }
  return known
}
