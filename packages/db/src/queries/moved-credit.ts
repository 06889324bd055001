import { type SQL, sql } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import { across } from '../walls/scope.ts'
import { tellOrganisation } from './scores.ts'

/** Transfers of debt to look at: all, by blocks up to a height, or one act's, by whatever block. */
export type MovedCredit = { readonly upTo: number } | { readonly actId: string }

/**
 * Tells creditor and next debtor, once for each time, that the management credit moved which a transfer of debt reads while it waits
 * for them: what either has signed counts no more (docs/adr/0055). One that the ledger refused waits again.
 */
export async function tellMovedCredit(tx: DbOrTransaction, of: MovedCredit, at: Date): Promise<void> {
  const which = 'upTo' in of ? sql`o.spent_height <= ${of.upTo}` : sql`a.id = ${of.actId}`
  const parties = await across(tx, async (all) => all.execute<Party>(partiesOf(which, at)))
  for (const { organisation_id: organisationId, act, credit, height } of parties)
    await tellOrganisation(
      tx,
      { organisationId, kind: 'credit-moved', about: `${act}/${credit}`, height },
      at,
    )
}

type Party = { organisation_id: string; act: string; credit: string; height: number }

/** Whoever drafted a transfer whose credit is gone, and who keeps the key that would owe. */
const partiesOf = (which: SQL, at: Date) => sql`with waiting as (
    select a.id, a.created_by, a.outpoints[1] as credit, t.to_key_hash, o.spent_height
    from acts a join credit_transfers t on t.act_id = a.id
    join outputs o on o.txid = split_part(a.outpoints[1], ':', 1) and o.index = split_part(a.outpoints[1], ':', 2)::integer
    left join submissions s on s.id = a.submission_id
    where t.step = 'drafted' and (a.status = 'open' or a.status = 'submitted' and s.state = 'refused')
      and a.expires_at > ${at.toISOString()} and o.spent_height is not null and ${which})
  select id as act, credit, spent_height as height, created_by::uuid as organisation_id from waiting
  union select w.id, w.credit, w.spent_height, s.organisation_id from waiting w
    join sealed_seeds s on s.debt_key_hash = decode(w.to_key_hash, 'hex')`
