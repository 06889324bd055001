import { readFileSync } from 'node:fs'
import { blocksPerDayOf, parseStatements, type ScoreStatement, scoreAt } from '@vc/admission'
import { toHex } from '@vc/crypto'
import { DEBT, parseAccount } from '@vc/ledger'
import { badDebtAgeOf, type Ledger, unpaidOf } from '../read-ledger.ts'
import type { Command } from '../run-cli.ts'
import { askedOf, withLedger } from '../with-ledger.ts'

/**
 * Recomputes the score of an account, or of a debt key's hash, from the bytes of the node's blocks and from what authorities stated
 * beside them, if the portal's file of that is given; every term is shown.
 */
export const score: Command = async (args, out, environment) => {
  const { rest, file } = withoutFile(args)
  const asked = askedOf(rest, [20])
  if (!asked) {
    out('Usage: vc score ACCOUNT|KEYHASH [--at HEIGHT] [--statements FILE]    (40 hex digits)')
    return 2
  }
  const said = file === undefined ? undefined : readStatements(file)
  if (said === 'unreadable') {
    out(`FAILED: ${file} is no file of statements`)
    return 1
  }
  return withLedger(asked, out, environment, (ledger, { parameters }) => {
    const rules = {
      height: ledger.height,
      badDebtAge: badDebtAgeOf(parameters),
      blocksPerDay: blocksPerDayOf(parameters),
    }
    const keyHash = debtKeyOf(ledger, asked.subject)
    if (said && said.debtKey !== keyHash) {
      out(`FAILED: the statements are of the debt key ${said.debtKey}, not of ${keyHash}`)
      return 1
    }
    const all = [...ledger.outputs.values()]
    const wroteDebt = new Set(all.flatMap(({ txid, element }) => (element === DEBT ? [txid] : [])))
    const own = all
      .filter((output) => output.keyHash === keyHash)
      .map((output) => ({ ...output, goesOn: wroteDebt.has(output.spentBy ?? '') }))
    const found = scoreAt(own, unpaidOf(all), rules, said?.statements ?? [])
    out(`debt key       ${keyHash}`)
    out(`at block       ${ledger.height}`)
    for (const [name, amount] of Object.entries(found.inputs)) out(`${name.padEnd(14)} ${amount}`)
    for (const { term, weight, permille, points } of found.terms)
      out(`${term.padEnd(14)} ${points} of ${weight} (${permille} ‰)`)
    if (said) out(`stated         ${countBy(said.statements, ledger.height)}`)
    out(`score          ${found.score} of 1000`)
    return 0
  })
}

/** The arguments without the option that names a file of statements, wherever it stands, and that file. */
function withoutFile(args: readonly string[]) {
  const at = args.indexOf('--statements')
  if (at < 0) return { rest: args, file: undefined }
  return { rest: [...args.slice(0, at), ...args.slice(at + 2)], file: args[at + 1] ?? '' }
}

function readStatements(file: string) {
  try {
    const read = parseStatements(readFileSync(file, 'utf8'))
    return read.ok ? read.value : 'unreadable'
  } catch {
    return 'unreadable'
  }
}

const countBy = (statements: readonly ScoreStatement[], most: number) =>
  statements.filter(({ height }) => height <= most).length

/** The debt key of an account's newest record; what is no account is taken as the key's hash itself. */
function debtKeyOf({ records }: Ledger, subject: string): string {
  const record = records.get(`account ${subject}`)
  const account = record && parseAccount(record)
  return account ? toHex(account.debtKeyHash) : subject
}
