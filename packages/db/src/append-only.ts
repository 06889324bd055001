import type { Sql } from 'postgres'

/** Tables whose rows are only ever added: a correction is a new row that names the old one. */
export const APPEND_ONLY = [
  'audit_log',
  'settlement_lines',
  'meter_readings',
  'certificate_ranges',
  'credit_evaluations',
  'credit_notes',
  'credit_overrules',
  'debtor_entities',
  'epcis_events',
  'epcis_things',
  'legal_persons',
  'public_records',
  'royalty_forecasts',
  'royalty_lines',
  'royalty_set_offs',
  'score_answers',
  'score_appeals',
  'work_reviews',
  'work_points',
  'reward_points',
  'title_feedback',
  'feedback_answers',
  'roadmap_votes',
] as const

/**
 * Puts triggers on the tables that only grow, so that UPDATE, DELETE and TRUNCATE fail, also under
 * session_replication_role = replica (reliability.md 6.3). May be run again.
 */
export async function guardAppendOnly(sql: Sql): Promise<void> {
  await sql`
    create or replace function refuse_change() returns trigger language plpgsql as $$
    begin raise exception 'table % only grows', tg_table_name using errcode = 'integrity_constraint_violation'; end $$`
  for (const table of APPEND_ONLY) {
    for (const [name, events, each] of [
      ['only_grows_rows', 'update or delete', 'row'],
      ['only_grows_truncate', 'truncate', 'statement'],
    ]) {
      await sql.unsafe(`create or replace trigger ${name} before ${events} on ${table}
        for each ${each} execute function refuse_change()`)
      await sql.unsafe(`alter table ${table} enable always trigger ${name}`)
    }
  }
}
