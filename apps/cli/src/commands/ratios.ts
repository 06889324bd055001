import { CIRCULATION, circulationOf, DEBT, VALUE } from '@vc/ledger'
import { badDebtAgeOf, type LedgerOutput } from '../read-ledger.ts'
import type { Command } from '../run-cli.ts'
import { heightAskedOf, withLedger } from '../with-ledger.ts'

/**
 * Recomputes from the bytes of the node's blocks what users judge the admission group by: the debt ratio and the bad-debt ratio of
 * the whole network; the equation of circulation; and how many transactions circulate value in each mode. Code 1 when the equation
 * does not hold.
 */
export const ratios: Command = async (args, out, environment) => {
  const asked = heightAskedOf(args)
  if (!asked) {
    out('Usage: vc ratios [--at HEIGHT]')
    return 2
  }
  return withLedger(asked, out, environment, ({ height, outputs, base, modes }, { parameters }) => {
    const rules = { height, badDebtAge: badDebtAgeOf(parameters) }
    const { circulating, locked, debt, overdue, bad } = debtSums(outputs.values(), rules)
    out(`at block       ${height}`)
    out(`circulating    ${circulating}`)
    out(`debt           ${debt}`)
    out(`overdue        ${overdue}`)
    out(`bad            ${bad}`)
    out(`debt ratio     ${shareOf(debt, circulating)}`)
    out(`bad-debt ratio ${shareOf(bad, debt)}`)
    for (const [mode, count] of modes) out(`${mode.padEnd(14)} ${count} transactions`)
    const formula = circulationOf({ base, locked, debt })
    out(`circulation    ${formula} = ${base} base − ${locked} locked + ${debt} debt`)
    if (formula === circulating) return 0
    out(`FAILED: ${circulating} of value are unspent in circulation, which is not ${formula}`)
    return 1
  })
}

type Rules = { readonly height: number; readonly badDebtAge: number }

/** Unspent value of circulation and above it, and unpaid debt with what of it is overdue and what is bad after a block (ledger.md 6). */
export function debtSums(outputs: Iterable<LedgerOutput>, { height, badDebtAge }: Rules) {
  const unspent = [...outputs].filter(({ spentHeight }) => spentHeight === null)
  const sum = (of: readonly LedgerOutput[]) => of.reduce((all, { amount }) => all + amount, 0n)
  const debts = unspent.filter(({ element }) => element === DEBT)
  const dueBy = (last: number) =>
    sum(debts.filter(({ expiryHeight }) => expiryHeight !== null && expiryHeight <= last))
  const bad = dueBy(height - badDebtAge)
  return {
    circulating: sum(unspent.filter(({ element, layer }) => element === VALUE && layer === CIRCULATION)),
    locked: sum(unspent.filter(({ element, layer }) => element === VALUE && layer !== CIRCULATION)),
    debt: sum(debts),
    overdue: dueBy(height) - bad,
    bad,
  }
}

const PARTS = 1_000_000n

/** A part of a whole in percent, cut after the fourth digit; a dash of nothing. */
function shareOf(part: bigint, whole: bigint): string {
  if (whole === 0n) return '–'
  const parts = (part * PARTS) / whole
  return `${parts / 10_000n}.${String(parts % 10_000n).padStart(4, '0')} %`
}
