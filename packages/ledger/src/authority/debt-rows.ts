import { renewDebts } from '../build/credit.ts'
import { exchangeDebt } from '../build/exchange.ts'
import { debtOutput, outputsOf, valueOutput } from '../build/make-transaction.ts'
import { genesisAllotment } from '../build/record.ts'
import { acceptDebt } from '../build/sign.ts'
import { ada, ben } from '../build/test-kit.ts'
import { standardDebtScript } from '../script/standard.ts'
import type { OutputAt } from '../state-effects.ts'
import { CIRCULATION, DEBT_LAYER, TRANSFER } from '../transaction.ts'
import { agentCreditRow, groupCreditRow, held, raised, type Stage } from './credit-rows.ts'
import { actOf, manners, one, oneSigner, type Row, stagedOf } from './row.ts'
import { type Staged, signedBy, wellFormed } from './staged.ts'
import { foundWorld, hand, scriptOf, type World } from './world.ts'

const fee = 100n

/** A debt of Ada's, not due yet. */
const owedByAda = (world: World, amount: bigint): OutputAt =>
  world.allot(
    genesisAllotment(CIRCULATION, TRANSFER, [debtOutput(standardDebtScript(ada.hash, 100), amount)]),
  )

/** Ada's debt gets a new lot, which makes up the old one and the fee; its debtor, who may be another, accepts it. */
const stageRenewal =
  (debtor: typeof ada, layer: typeof CIRCULATION | typeof DEBT_LAYER): Stage =>
  ({ world, source, signers }, amount = held) => {
    const inputs = [source, owedByAda(world, amount - fee)]
    const [managementCredit = source, ...debts] = inputs
    const lots = [{ amount, expiryHeight: 200 }]
    const tx = renewDebts({ managementCredit, debts, debtorKeyHash: debtor.hash, lots, fee, layer })
    const { network } = world.ledger
    const { secret } = debtor
    const accepted = acceptDebt({ tx, named: outputsOf(inputs), network, output: 0, secret })
    return { tx: accepted, inputs, asked: 0, signers, paid: [1] }
  }

const stageTransfer = stageRenewal(ben, CIRCULATION)
const stageRestructuring = stageRenewal(ada, DEBT_LAYER)

const holder = hand('a holder of locked value')

/** The leg of the debt layer: the holder's 500 clear 400 that Ada owes, for less of her circulating value. */
function stageExchange(world: World): Staged {
  const allotted = genesisAllotment(DEBT_LAYER, TRANSFER, [valueOutput(scriptOf(holder), 500n)])
  const inputs = [world.allot(allotted), owedByAda(world, 400n)]
  const [clearing] = exchangeDebt({
    ...{ locked: inputs.slice(0, 1), debts: inputs.slice(1), values: [world.coin()], price: 380n, fee: 10n },
    ...{ holder: scriptOf(holder), debtor: ada.script },
  })
  if (!clearing) throw new Error('an exchange has two legs')
  return { tx: clearing, inputs, asked: 0, signers: [holder], paid: [1] }
}

const exchangeRow: Row = {
  act: 'locked value clears another’s debt in an exchange',
  open: () => {
    const world = foundWorld()
    return actOf(world, stageExchange(world))
  },
  cells: {
    ...oneSigner,
    'a signature missing': (act) => one(signedBy(stagedOf(act), []), 'script stack'),
    'a revoked signer': { none: 'the locked value is its holder’s, whatever list the holder stands on' },
    'over the ceiling': (act) => {
      const staged = stagedOf(act)
      return one(wellFormed({ ...staged, tx: raised(staged.tx, 101n) }), 'value-principle')
    },
    ...manners({ software: 'script assertion', network: 'script assertion', sheet: 'script sheet' }),
  },
}

const byTwo = { i: 8, k: 2, over: 'credit-principle' }

export const debtRows: readonly Row[] = [
  groupCreditRow({ act: 'a debt moved to another key by the group', stage: stageTransfer, ...byTwo }),
  agentCreditRow('a debt moved to another key by an agent', stageTransfer, 'credit-principle'),
  groupCreditRow({ act: 'a debt restructured by the group', stage: stageRestructuring, ...byTwo }),
  agentCreditRow('a debt restructured by an agent', stageRestructuring, 'credit-principle'),
  exchangeRow,
]
