import { writeOffsOf } from '@vc/db'
import type { MemberContext } from '../../context.ts'

const isThere = (state: string | undefined) => state === 'in-block' || state === 'final'

/** What was asked of the reserve for a debt, and how far each is; the debtor reads it when the ledger has it. Smallest units. */
export async function writeOffsFor({ db, user, clock }: MemberContext, root: string) {
  if (user.role === 'holder') return []
  return (await writeOffsOf(db, root)).map(({ asked, act, submission }) => {
    const { amount, grounds, refusal, createdAt, lots } = asked
    const ranOut = act?.status === 'open' && act.expiresAt.getTime() <= clock.nowMs()
    const drafted = ranOut ? ('expired' as const) : act?.status
    return {
      ...{ amount, grounds, createdAt, lots },
      /** The transaction that cleared it, once a block has it. */
      txid: isThere(submission?.state) ? (submission?.txids.at(-1) ?? null) : null,
      actId: act?.id ?? null,
      hasSigned: act?.signatures.some(({ index }) => index === 0) ?? false,
      state: submission?.state ?? drafted ?? (refusal ? ('refused' as const) : ('drafting' as const)),
      refusal: submission?.refusal?.code ?? refusal,
    }
  })
}
