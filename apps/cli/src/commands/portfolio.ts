import { readFile } from 'node:fs/promises'
import { formatAmount } from '@vc/ledger'
import { portfolioTables, type Tables } from '../portfolio/portfolio-tables.ts'
import { readLoans } from '../portfolio/read-loans.ts'
import { replayLoans } from '../portfolio/replay-loans.ts'
import type { Command, Out } from '../run-cli.ts'

const EVERY = 500

/** Replays a file of loans on a ledger in memory: issue, repayment, default; says ageing, loss and recovery. */
export const portfolio: Command = async (args, out) => {
  const [path, more] = args
  if (path === undefined || more !== undefined || path.startsWith('-')) {
    out('Usage: vc portfolio FILE    (LendingClub: loan_status with balances, or Class with outcomes)')
    return 2
  }
  const bytes = await readFile(path).catch(() => undefined)
  if (!bytes) {
    out(`FAILED: ${path} can not be read`)
    return 1
  }
  const loans = readLoans(bytes)
  if (!loans.ok) {
    out(`FAILED: ${loans.refusal.code} ${loans.refusal.at}`)
    return 1
  }
  const all = loans.value.length
  const replayed = await replayLoans(loans.value, (done) => {
    if (done % EVERY === 0 || done === all) out(`${done} of ${all} loans issued`)
  })
  say(portfolioTables(replayed), out)
  return 0
}

const units = (amount: bigint) => formatAmount(amount, 2).padStart(16)
const percent = (rate: bigint) => `${formatAmount(rate, 2)} %`.padStart(9)

function say({ ageing, loss, recovery }: Tables, out: Out): void {
  out('\nAgeing           lots           unpaid')
  for (const { bucket, lots, amount } of ageing)
    out(`${bucket.padEnd(12)} ${String(lots).padStart(8)} ${units(amount)}`)
  out('\nLoss by grade  loans            given           repaid             owed             lost      rate')
  for (const { grade, loans, given, repaid, owed, lost, lossRate } of loss)
    out(
      `${grade.padEnd(13)} ${String(loans).padStart(6)} ${[given, repaid, owed, lost].map(units).join(' ')} ${percent(lossRate)}`,
    )
  out('\nRecovery of bad loans: by grade, loans, given, recovered, rate')
  for (const { grade, loans, given, recovered, recoveryRate } of recovery)
    out(
      `${grade.padEnd(13)} ${String(loans).padStart(6)} ${units(given)} ${units(recovered)} ${percent(recoveryRate)}`,
    )
}
