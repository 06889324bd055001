import { createHash } from 'node:crypto'
import type { Sql } from 'postgres'
import { APPEND_ONLY } from '../append-only.ts'
import { AT_THE_DOOR, LEDGER, NEVER_ACROSS, NO_REQUEST, TAKEN_OUT } from './other-tables.ts'
import { DATABASE_ROLES, makeRoles } from './roles.ts'
import { TENANT_WALLS, type Wall } from './tenant-walls.ts'

/**
 * Gives each role what it may do and puts the walls between organisations on their tables, all at once, so that no moment is
 * without them. May be run again: nothing is touched when everything stands as it was left.
 */
export async function raiseWalls(sql: Sql): Promise<void> {
  await makeRoles(sql)
  const tables = await tablesOf(sql)
  const wanted = createHash('sha256').update(scriptFor(tables, [])).digest('hex')
  const [known] = await sql`select obj_description(to_regproc('vc_organisation'), 'pg_proc') as mark`
  if (known?.mark === `${wanted} ${await stateOf(sql)}`) return
  const script = scriptFor(tables, await policiesOf(sql))
  await sql.begin(async (tx) => {
    await tx.unsafe(script)
    await tx.unsafe(`comment on function vc_organisation() is '${wanted} ${await stateOf(tx)}'`)
  })
}

/** A digest of what stands: policies, what is forced, and who may do what. */
async function stateOf(sql: Pick<Sql, 'unsafe'>): Promise<string> {
  const [row] = await sql.unsafe(`select md5(
    (select string_agg(p::text, ';' order by tablename, policyname) from pg_policies p) ||
    (select string_agg(concat(relname, relrowsecurity, relforcerowsecurity, relacl), ';' order by relname)
      from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r')) as digest`)
  return String(row?.digest)
}

async function tablesOf(sql: Sql): Promise<readonly string[]> {
  const rows = await sql`select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname`
  return rows.map(({ name }) => String(name))
}

type Policy = { readonly name: string; readonly table: string }
async function policiesOf(sql: Sql): Promise<readonly Policy[]> {
  const rows =
    await sql`select policyname as name, tablename as "table" from pg_policies where schemaname = 'public'`
  return rows.map(({ name, table }) => ({ name: String(name), table: String(table) }))
}

function scriptFor(tables: readonly string[], old: readonly Policy[]): string {
  const everybody = DATABASE_ROLES.join(', ')
  return [
    'revoke all on schema public from public',
    `grant usage on schema public to ${everybody}`,
    ...FUNCTIONS,
    `revoke all on all tables in schema public from public, ${everybody}`,
    `grant usage on all sequences in schema public to vc_api, vc_door, vc_worker`,
    'alter view certificate_holdings set (security_invoker = true)',
    'grant select on certificate_holdings to vc_api, vc_regulator, vc_across, vc_worker',
    ...old.map(({ name, table }) => `drop policy ${name} on ${table}`),
    ...tables.flatMap((table) => [...grantsOn(table), ...wallOn(table, TENANT_WALLS[table])]),
  ].join(';\n')
}

/** Whose request it is; unset is nobody, and then no row is anybody's. */
const FUNCTIONS = [
  `create or replace function vc_organisation() returns uuid language sql stable as
    $$ select nullif(current_setting('app.organisation', true), '')::uuid $$`,
  `create or replace function vc_person() returns uuid language sql stable as
    $$ select nullif(current_setting('app.person', true), '')::uuid $$`,
  `create or replace function vc_role() returns text language sql stable as
    $$ select nullif(current_setting('app.role', true), '') $$`,
  // They look in the name of `vc_across`, which makes them, and so owns them.
  'grant create on schema public to vc_across',
  'set local role vc_across',
  // Who was let read says so by itself: the policies of keys and subjects would ask each other without end.
  `create or replace function vc_may_read(subject uuid) returns boolean language sql stable security definer
    set search_path = public, pg_temp as $$ select exists (select 1 from identity_keys k
      where k.subject_id = subject and k.organisation_id = vc_organisation()) $$`,
  `create or replace function vc_is_party(contract uuid) returns boolean language sql stable security definer
    set search_path = public, pg_temp as $$ select exists (select 1 from royalty_parties p
      where p.contract_id = contract and p.organisation_id = vc_organisation()) $$`,
  // A set, which is asked for once for however many lines a statement has.
  `create or replace function vc_own_statements() returns setof uuid language sql stable security definer
    set search_path = public, pg_temp as $$ select s.id from royalty_statements s
      where s.organisation_id = vc_organisation() $$`,
  'set local role none',
  'revoke create on schema public from vc_across',
]

function grantsOn(table: string): readonly string[] {
  const isLedger = table in LEDGER
  const onlyGrows = (APPEND_ONLY as readonly string[]).includes(table)
  const changes = onlyGrows ? 'insert' : 'insert, update'
  const asked = TAKEN_OUT.includes(table) ? `${changes}, delete` : changes
  const worked = onlyGrows ? changes : `${changes}, delete${isLedger ? ', truncate' : ''}`
  const grants = [`grant select, ${worked} on ${table} to vc_worker`]
  if (!(table in NO_REQUEST)) {
    grants.push(`grant select${isLedger ? '' : `, ${asked}`} on ${table} to vc_api`)
    grants.push(`grant select on ${table} to vc_regulator`)
  }
  if (!NEVER_ACROSS.includes(table)) grants.push(`grant select on ${table} to vc_across`)
  if (AT_THE_DOOR.includes(table)) grants.push(`grant select, ${asked} on ${table} to vc_door`)
  return grants
}

/** The policies of a table; none where every member reads it. Forced: they hold for the tables' owner too. */
function wallOn(table: string, wall: Wall | undefined): readonly string[] {
  if (wall === undefined)
    return [
      `alter table ${table} no force row level security`,
      `alter table ${table} disable row level security`,
    ]
  const { seen, kept = seen, added = kept, locked = kept, hiddenFromRegulator = false } = wall
  const policy = (name: string, rest: string) => `create policy wall_${name} on ${table} ${rest}`
  return [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    policy('seen', `for select to vc_api, vc_regulator using (${seen})`),
    policy('added', `for insert to vc_api with check (${added})`),
    policy('changed', `for update to vc_api using (${locked}) with check (${kept})`),
    policy('deleted', `for delete to vc_api using (${kept})`),
    policy('worker', 'to vc_worker using (true) with check (true)'),
    policy('door', 'to vc_door using (true) with check (true)'),
    policy('across', 'for select to vc_across using (true)'),
    ...(hiddenFromRegulator ? [] : [policy('regulator', 'for select to vc_regulator using (true)')]),
  ]
}
