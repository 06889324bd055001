/**
 * Who sees and who changes the rows of a table. A row is seen where `seen` holds of it. It is added, changed or deleted where
 * `kept` holds of it, and where that is not told, where it is seen; `added` is for rows that somebody else keeps afterwards.
 */
export type Wall = {
  readonly seen: string
  readonly kept?: string
  readonly added?: string
  /** Who may lock a row without changing it, so that two of the same wait for one another. */
  readonly locked?: string
  /** A regulator's question does not see the rows of others, as it does elsewhere. */
  readonly hiddenFromRegulator?: true
}

const ORGANISATION = '(select vc_organisation())'
const PERSON = '(select vc_person())'
const ROLE = '(select vc_role())'

const own = (column = 'organisation_id') => `${column} = ${ORGANISATION}`
const self = (column = 'person_id') => `${column} = ${PERSON}`
/** A row hangs on another one: it is seen, or kept, with it. */
const under = (column: string, parent: string, also = 'true') =>
  `exists (select 1 from ${parent} p where p.id = ${column} and ${also})`
/** Advances, forecasts and draws are of a contract through all its versions. */
const ofLine = (table: string) =>
  `exists (select 1 from royalty_contracts p where p.line_id = ${table}.line_id)`
/** What a channel's own statements say. */
const ofOwnStatement = (column: string) => `${column} in (select vc_own_statements())`
/** A co-op invites the first person of a supplier that was let in at its word. */
const OF_SUPPLIER = `exists (select 1 from supplier_requests p
  where p.founded_id = invitations.organisation_id and p.organisation_id = ${ORGANISATION})`
/** What no request writes: the worker does. */
const NOBODY = 'false'
const secret = { hiddenFromRegulator: true } as const

/** The tables whose rows belong to an organisation or a person, each with its wall. */
export const TENANT_WALLS: Readonly<Record<string, Wall>> = {
  // People, their keys and sessions.
  memberships: { seen: `${own()} or ${self()}`, kept: own() },
  passkeys: {
    // Public keys, by which everybody sees whose signature a sheet carries.
    seen: 'true',
    kept: `${self()} or exists (select 1 from memberships m
      where m.person_id = passkeys.person_id and m.organisation_id = ${ORGANISATION})`,
  },
  invitations: {
    seen: `${own()} or ${OF_SUPPLIER}`,
    // The admission group invites the first admin of an organisation; the operator of a sample lets people in.
    added: `${own()} or ${ROLE} in ('admission', 'node-operator') or ${OF_SUPPLIER}`,
    ...secret,
  },
  readmissions: { seen: own(), ...secret },
  sessions: {
    seen: `${self()} or ${under('sessions.membership_id', 'memberships', own('p.organisation_id'))}`,
    ...secret,
  },
  sealed_seeds: { seen: `${self()} or ${own()}`, kept: self(), ...secret },
  dismissals: { seen: self() },
  audit_log: {
    seen: `${own()} or ${ROLE} = 'regulator'`,
    added: `organisation_id is not distinct from ${ORGANISATION}`,
  },

  // With the salt of what an account's record commits to.
  admissions: {
    seen: `${ROLE} in ('admission', 'authority') or exists (select 1 from sealed_seeds s
      where subject = 'account:' || encode(s.account_id, 'hex'))`,
    kept: NOBODY,
  },

  // Documents of identity: their owner, and offices that were let read.
  reading_keys: { seen: 'true', kept: self() },
  identity_subjects: { seen: `${own()} or vc_may_read(id)`, kept: own(), ...secret },
  identity_keys: {
    seen: `${own()} or ${under('identity_keys.subject_id', 'identity_subjects', own('p.organisation_id'))}`,
    kept: under('identity_keys.subject_id', 'identity_subjects', own('p.organisation_id')),
    ...secret,
  },
  identity_files: {
    seen: under('identity_files.subject_id', 'identity_subjects'),
    kept: under('identity_files.subject_id', 'identity_subjects', own('p.organisation_id')),
    ...secret,
  },
  identity_openings: {
    seen: `${own()} or ${under('identity_openings.file_id', 'identity_files')}`,
    kept: `${own()} and ${under('identity_openings.file_id', 'identity_files')}`,
    ...secret,
  },

  // Metering and what is handed over.
  meter_imports: { seen: own('centre_id') },
  meter_readings: { seen: under('meter_readings.import_id', 'meter_imports') },
  stations: { seen: own('centre_id') },
  certificate_transfers: { seen: `${own('from_id')} or ${own('to_id')}`, kept: own('from_id') },

  // Settlement.
  settlement_batches: { seen: own() },
  settlement_obligations: { seen: under('settlement_obligations.batch_id', 'settlement_batches') },
  settlement_set_aside: { seen: under('settlement_set_aside.batch_id', 'settlement_batches') },
  settlement_positions: { seen: under('settlement_positions.batch_id', 'settlement_batches') },
  settlement_legs: { seen: under('settlement_legs.batch_id', 'settlement_batches') },
  settlement_participants: { seen: own() },
  settlement_lines: { seen: own() },

  // Suppliers that a co-op asks the admission to let in.
  supplier_requests: { seen: `${own()} or ${ROLE} = 'admission'` },

  // Files of applications.
  // A review is told out of which file an application came.
  credit_imports: { seen: `${own()} or ${ROLE} in ('admission', 'authority')`, kept: own() },
  credit_import_parts: {
    seen: under('credit_import_parts.import_id', 'credit_imports', own('p.organisation_id')),
  },

  // What authorities and debtors say to each other of a score.
  score_appeals: { seen: `${own()} or ${own('authority_id')}`, kept: own() },
  score_answers: {
    seen: `${own()} or exists (select 1 from score_appeals p where p.id = score_answers.appeal_id)`,
    kept: own(),
  },
  score_consents: { seen: `${own()} or ${own('authority_id')}`, kept: own() },
  credit_evaluations: { seen: `${own()} or ${own('authority_id')}`, kept: NOBODY },
  credit_notices: { seen: own(), added: `${ORGANISATION} is not null` },
  // The file of a debt: a creditor's own notes, and what creditors ask of the reserve.
  credit_notes: { seen: `${own()} or ${ROLE} = 'admission'`, kept: own() },
  credit_write_offs: { seen: `${own()} or ${ROLE} in ('admission', 'authority')`, kept: own() },

  // Royalties: the three parties of a contract, and what was stated under it.
  royalty_contracts: {
    seen: `vc_is_party(id) or ${under('royalty_contracts.title_id', 'studio_titles', own('p.organisation_id'))}`,
  },
  royalty_parties: { seen: under('royalty_parties.contract_id', 'royalty_contracts') },
  royalty_advances: { seen: ofLine('royalty_advances') },
  royalty_forecasts: { seen: ofLine('royalty_forecasts') },
  royalty_draws: { seen: ofLine('royalty_draws') },
  royalty_statements: {
    seen: `${own()} or exists (select 1 from royalty_lines p where p.statement_id = royalty_statements.id)`,
    kept: own(),
  },
  royalty_lines: {
    seen: under('royalty_lines.contract_id', 'royalty_contracts'),
    kept: ofOwnStatement('statement_id'),
  },
  royalty_dues: {
    seen: `${own()} or ${ofOwnStatement('statement_id')} or exists (select 1 from royalty_lines p
      where p.statement_id = royalty_dues.statement_id and p.line = royalty_dues.line)`,
    kept: ofOwnStatement('statement_id'),
  },
  royalty_set_offs: {
    seen: under('royalty_set_offs.due_statement_id', 'royalty_statements'),
    kept: ofOwnStatement('due_statement_id'),
  },
  reward_files: { seen: own() },

  // Published to every member: all read it, its owner alone changes it.
  organisations: { seen: 'true', added: `${ROLE} = 'admission'`, locked: own('id'), kept: NOBODY },
  people: { seen: 'true', kept: NOBODY },
  works: { seen: 'true', kept: own() },
  work_drafts: { seen: 'true', kept: under('work_drafts.work_id', 'works', own('p.organisation_id')) },
  work_reviews: { seen: 'true', kept: own() },
  work_tips: { seen: 'true', kept: own() },
  epcis_documents: { seen: 'true', kept: own() },
  epcis_events: {
    seen: 'true',
    kept: under('epcis_events.document_id', 'epcis_documents', own('p.organisation_id')),
  },
  epcis_things: {
    seen: 'true',
    kept: under('epcis_things.document_id', 'epcis_documents', own('p.organisation_id')),
  },
  studio_titles: { seen: 'true', kept: own() },
  channel_modules: { seen: 'true', kept: own() },
  debtor_entities: { seen: 'true', kept: own() },
  legal_persons: { seen: 'true', kept: own() },
  public_records: { seen: 'true', kept: own() },
}
