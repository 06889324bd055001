import { blocksPerDayOf, scoreInputs, scoreOf } from '@vc/admission'
import { toHex } from '@vc/crypto'
import { DEBT, parseAccount } from '@vc/ledger'
import { type Ledger, unpaidOf } from '../read-ledger.ts'
import type { Command } from '../run-cli.ts'
import { askedOf, withLedger } from '../with-ledger.ts'

const USUAL_BAD_DEBT_AGE = 259_200

/** Recomputes the score of an account, or of a debt key's hash, from the bytes of the node's blocks; every term is shown. */
export const score: Command = async (args, out, environment) => {
  const asked = askedOf(args, [20])
  if (!asked) {
    out('Usage: vc score ACCOUNT|KEYHASH [--at HEIGHT]    (40 hex digits)')
    return 2
  }
  return withLedger(asked, out, environment, (ledger, { parameters }) => {
    const { badDebtAge } = parameters
    const age = typeof badDebtAge === 'number' ? badDebtAge : USUAL_BAD_DEBT_AGE
    const rules = { height: ledger.height, badDebtAge: age, blocksPerDay: blocksPerDayOf(parameters) }
    const keyHash = debtKeyOf(ledger, asked.subject)
    const all = [...ledger.outputs.values()]
    const wroteDebt = new Set(all.flatMap(({ txid, element }) => (element === DEBT ? [txid] : [])))
    const own = all
      .filter((output) => output.keyHash === keyHash)
      .map((output) => ({ ...output, goesOn: wroteDebt.has(output.spentBy ?? '') }))
    const found = scoreOf(scoreInputs(own, unpaidOf(all), rules))
    out(`debt key       ${keyHash}`)
    out(`at block       ${ledger.height}`)
    for (const [name, amount] of Object.entries(found.inputs)) out(`${name.padEnd(14)} ${amount}`)
    for (const { term, weight, permille, points } of found.terms)
      out(`${term.padEnd(14)} ${points} of ${weight} (${permille} ‰)`)
    out(`score          ${found.score} of 1000`)
    return 0
  })
}

/** The debt key of an account's newest record; what is no account is taken as the key's hash itself. */
function debtKeyOf({ records }: Ledger, subject: string): string {
  const record = records.get(`account ${subject}`)
  const account = record && parseAccount(record)
  return account ? toHex(account.debtKeyHash) : subject
}
