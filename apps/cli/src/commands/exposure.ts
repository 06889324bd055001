import { ceilingMark } from '@vc/admission'
import { fromHex, hash160, toHex } from '@vc/crypto'
import { CREDIT, MANAGEMENT, parseAgent } from '@vc/ledger'
import { type Ledger, type LedgerOutput, unpaidOf } from '../read-ledger.ts'
import type { Command } from '../run-cli.ts'
import { askedOf, withLedger } from '../with-ledger.ts'

/** Recomputes from the bytes of the node's blocks what an agent has out against its ceiling, and with whom. */
export const exposure: Command = async (args, out, environment) => {
  const asked = askedOf(args, [33])
  if (!asked) {
    out('Usage: vc exposure AGENTKEY [--at HEIGHT]    (66 hex digits)')
    return 2
  }
  return withLedger(asked, out, environment, (ledger) => {
    const record = ledger.records.get(`agent ${asked.subject}`)
    const agent = record && parseAgent(record)
    if (!agent) {
      out(`FAILED: no agent record of ${asked.subject} stands at block ${ledger.height}`)
      return 1
    }
    const hash = toHex(hash160(fromHex(asked.subject)))
    const given = givenBy(ledger, hash)
    const unpaid = unpaidOf(given)
    const handedOn = handedOnBy(ledger, hash)
    const used = unpaid + handedOn
    out(`at block       ${ledger.height}`)
    out(`ceiling        ${agent.ceiling}`)
    out(`unpaid         ${unpaid}`)
    out(`handed on      ${handedOn}`)
    out(`left           ${agent.ceiling - used}`)
    out(`mark           ${ceilingMark(used, agent.ceiling)} % of the ceiling reached`)
    for (const [keyHash, amount] of byDebtor(given)) out(`owed by ${keyHash} ${amount}`)
    return 0
  })
}

/** Outputs of transactions that drew on the agent's credit: read it, or gave what of it was handed on (docs/adr/0049). */
function givenBy({ outputs }: Ledger, agentHash: string): readonly LedgerOutput[] {
  const isSource = (name: string) => {
    const source = outputs.get(name)
    const isCredit = source?.element === CREDIT && (source.layer === MANAGEMENT || source.isHandedOn === true)
    return isCredit && source.keyHash === agentHash
  }
  return [...outputs.values()].filter(({ reads }) => reads.some(isSource))
}

/** Credit of the agent that lies under terms and is not given yet. */
const handedOnBy = ({ outputs }: Ledger, agentHash: string): bigint =>
  [...outputs.values()]
    .filter((one) => one.isHandedOn && one.keyHash === agentHash && one.spentHeight === null)
    .reduce((sum, { amount }) => sum + amount, 0n)

/** Unpaid debt by debtor, the largest first. */
function byDebtor(given: readonly LedgerOutput[]): readonly (readonly [string, bigint])[] {
  const debtors = Map.groupBy(given, ({ keyHash }) => keyHash ?? 'nobody')
  const sums = [...debtors].map(([keyHash, debts]) => [keyHash, unpaidOf(debts)] as const)
  return sums.filter(([, sum]) => sum > 0n).sort(([, a], [, b]) => (a < b ? 1 : a > b ? -1 : 0))
}
