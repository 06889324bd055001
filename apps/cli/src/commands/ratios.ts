import { CIRCULATION, DEBT, VALUE } from '@vc/ledger'
import { badDebtAgeOf, type LedgerOutput } from '../read-ledger.ts'
import type { Command } from '../run-cli.ts'
import { heightAskedOf, withLedger } from '../with-ledger.ts'

/**
 * Recomputes the debt ratio and the bad-debt ratio of the whole network from the bytes of the node's blocks: what users judge
 * the admission group by.
 */
export const ratios: Command = async (args, out, environment) => {
  const asked = heightAskedOf(args)
  if (!asked) {
    out('Usage: vc ratios [--at HEIGHT]')
    return 2
  }
  return withLedger(asked, out, environment, ({ height, outputs }, { parameters }) => {
    const rules = { height, badDebtAge: badDebtAgeOf(parameters) }
    const { circulating, debt, overdue, bad } = debtSums(outputs.values(), rules)
    out(`at block       ${height}`)
    out(`circulating    ${circulating}`)
    out(`debt           ${debt}`)
    out(`overdue        ${overdue}`)
    out(`bad            ${bad}`)
    out(`debt ratio     ${shareOf(debt, circulating)}`)
    out(`bad-debt ratio ${shareOf(bad, debt)}`)
    return 0
  })
}

type Rules = { readonly height: number; readonly badDebtAge: number }

/** Unspent value of circulation, and unpaid debt with what of it is overdue and what is bad after a block (ledger.md 6). */
export function debtSums(outputs: Iterable<LedgerOutput>, { height, badDebtAge }: Rules) {
  const unspent = [...outputs].filter(({ spentHeight }) => spentHeight === null)
  const sum = (of: readonly LedgerOutput[]) => of.reduce((all, { amount }) => all + amount, 0n)
  const debts = unspent.filter(({ element }) => element === DEBT)
  const dueBy = (last: number) =>
    sum(debts.filter(({ expiryHeight }) => expiryHeight !== null && expiryHeight <= last))
  const bad = dueBy(height - badDebtAge)
  return {
    circulating: sum(unspent.filter(({ element, layer }) => element === VALUE && layer === CIRCULATION)),
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
