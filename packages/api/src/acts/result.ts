import type { MemberContext } from '../context.ts'
import { ownersAmong } from '../people/owners-among.ts'
import { balanceChanges, feesOf } from './balances.ts'
import type { GrantExposure } from './exposure.ts'
import { judgeAct } from './judge-act.ts'
import type { StoredAct } from './stored-act.ts'

/**
 * What an act would make of the present state: whether the ledger takes it now, what everybody whom it touches has before and
 * after, and of a grant what is given and owed. An agent's other grants under way are its own organisation's matter.
 */
export async function resultOf(ctx: MemberContext, act: StoredAct, exposure: GrantExposure | undefined) {
  const verdict = await judgeAct(ctx, act)
  const { rows, more } = await balanceChanges(ctx, act)
  const isDrafter = act.createdBy === ctx.user.organisationId
  return {
    ...{ verdict, balances: rows, more, fee: feesOf(act) },
    owners: await ownersAmong(
      ctx.db,
      rows.map(({ holder }) => holder),
      act.named.flat(),
    ),
    agent: (isDrafter && exposure?.agent) || null,
    debtor: exposure?.debtor ?? null,
  }
}
