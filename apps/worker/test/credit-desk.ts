import { hash160 } from '@vc/crypto'
import {
  ACCOUNT_ACTIVE,
  ADMISSION,
  type Configuration,
  CREDIT,
  encodeAccount,
  encodeAgent,
  genesisAllotment,
  genesisRecord,
  genesisRoster,
  keyHashScript,
  MANAGEMENT,
  POWER_CREDIT,
  TRANSFER,
  type Transaction,
} from '@vc/ledger'
import { keysOf } from './judged-chain.ts'

const CEILING = 10_000_000n

/** An admission group, an agent that can give credit, and accounts that may owe, as a chain is founded with. */
export function creditDeskOf(
  agentKey: Uint8Array,
  accounts: readonly Uint8Array[],
  configuration: Configuration,
): readonly Transaction[] {
  const holderScript = keysOf('operator').script
  const agent = encodeAgent({ parent: new Uint8Array(), ceiling: CEILING, powers: POWER_CREDIT })
  const credit = { element: CREDIT, amount: CEILING, script: keyHashScript(hash160(agentKey)) } as const
  const accountRecord = (debtKeyHash: Uint8Array) => {
    const account = { debtKeyHash, commitment: new Uint8Array(32), status: ACCOUNT_ACTIVE, agent: agentKey }
    return genesisRecord({
      ...{ table: 'account', key: debtKeyHash, holderScript },
      value: encodeAccount(account),
    })
  }
  return [
    genesisRoster(
      ADMISSION,
      ['one', 'two', 'three'].map((name) => keysOf(name).key),
      configuration,
    ),
    genesisAllotment(MANAGEMENT, TRANSFER, [credit]),
    ...accounts.map(accountRecord),
    genesisRecord({ table: 'agent', key: agentKey, value: agent, holderScript }),
  ]
}
