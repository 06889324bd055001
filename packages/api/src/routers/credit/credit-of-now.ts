import { toHex } from '@vc/crypto'
import { outpointsOf, outputAtOf, schema, type UnspentOutput, unspentByNames } from '@vc/db'
import { must } from '@vc/kernel'
import { encodeTransaction, type NamedOutput, type Transaction } from '@vc/ledger'
import { eq } from 'drizzle-orm'
import { type DraftLeg, requiredOf } from '../../acts/draft-act.ts'
import { legsOf, type StoredAct, writeOutput } from '../../acts/stored-act.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'

/** Whether the ledger refused what an act handed in: then it may take signatures again. */
export async function wasRefused(
  tx: DbOrTransaction,
  { status, submissionId }: Pick<StoredAct, 'status' | 'submissionId'>,
): Promise<boolean> {
  if (status !== 'submitted' || submissionId === null) return false
  const { submissions } = schema
  const [row] = await tx
    .select({ state: submissions.state })
    .from(submissions)
    .where(eq(submissions.id, submissionId))
  return row?.state === 'refused'
}

/** Whether the credit that input 0 of an act reads is there still. */
export async function readsWhatIsThere(
  tx: DbOrTransaction,
  { outpoints: [first] }: Pick<StoredAct, 'outpoints'>,
): Promise<boolean> {
  return (await unspentByNames(tx, first === undefined ? [] : [first])).length > 0
}

/** The agent's credit of now, and who signs for it. */
export type CreditOfNow = {
  readonly key: string
  readonly keyHash: string
  readonly source: UnspentOutput
  readonly signer: string
}

/**
 * Puts an act whose input 0 reads management credit on what the agent holds now, and opens it. What was signed over the lots and
 * what is written alone stands (0x81, ledger.md 6); the creditor's own signature, and all that is over the whole, is asked again.
 */
export async function putOnCredit(
  tx: DbOrTransaction,
  ctx: MemberContext,
  act: StoredAct,
  of: CreditOfNow,
  legOf: (transaction: Transaction, named: readonly NamedOutput[]) => DraftLeg,
): Promise<void> {
  const { transaction: old, named } = must(legsOf(act)[0], 'a draft over debts is one transaction')
  const credit = outputAtOf(of.source)
  const [first, ...debts] = old.inputs
  const { sequence } = must(first, 'input 0 reads the credit')
  const transaction = { ...old, inputs: [{ ...credit.outpoint, sequence }, ...debts] }
  const leg = legOf(transaction, [credit.output, ...named.slice(1)])
  const signerOf = (key: string) => (key === of.keyHash ? of.signer : undefined)
  const required = requiredOf(leg, 0, { signerOf }, ctx.env.network)
  await tx
    .update(schema.acts)
    .set({
      ...{ transactions: [toHex(encodeTransaction(transaction))], named: [leg.named.map(writeOutput)] },
      ...{ outpoints: outpointsOf([transaction]), required, signatures: stillSigned(act, required) },
      ...{ status: 'open', submissionId: null, context: { ...act.context, agentKey: of.key } },
      updatedAt: new Date(ctx.clock.nowMs()),
    })
    .where(eq(schema.acts.id, act.id))
}

/** The signatures that are over the very bytes that are asked for now; never the creditor's own. */
function stillSigned(act: StoredAct, required: StoredAct['required']): StoredAct['signatures'] {
  return act.signatures.filter(({ part, index, key }) => {
    const isThis = (one: StoredAct['required'][number]) => one.part === part && one.index === index
    const before = act.required.find(isThis)
    const isCreditors = part === 'input' && index === 0
    return (
      !isCreditors &&
      required.some((one) => isThis(one) && one.key === key && one.sighash === before?.sighash)
    )
  })
}
