/** What no member's request has to do with: secrets of the door, and what only the worker keeps. No request sees a row. */
export const NO_REQUEST: Readonly<Record<string, string>> = {
  challenges: 'what a browser has to sign at the door',
  recovery_codes: 'hashes of the codes that let somebody in again',
  commands: 'answers that the worker keeps by the key of a command',
}

/** What the door works with: who is who, and what it writes down. */
export const AT_THE_DOOR: readonly string[] = [
  ...['people', 'memberships', 'passkeys', 'invitations', 'readmissions', 'recovery_codes', 'challenges'],
  ...['sessions', 'organisations', 'audit_log'],
]

/** The only tables of which a request takes rows out; everything else stays, or is marked as over. */
export const TAKEN_OUT: readonly string[] = [
  ...['sessions', 'challenges', 'recovery_codes', 'dismissals', 'identity_keys', 'collective_votes'],
  ...['settlement_legs', 'settlement_participants'],
]

/** What a look beyond the own organisation has no business with. */
export const NEVER_ACROSS: readonly string[] = [...Object.keys(NO_REQUEST), 'sessions', 'invitations']

/** What blocks and the worker alone write. Every member reads it, since it is the ledger's; nobody's request changes it. */
export const LEDGER: Readonly<Record<string, string>> = {
  blocks: 'the chain',
  transactions: 'the chain',
  inputs: 'the chain',
  outputs: 'the chain',
  records: 'the chain',
  projection_cursor: 'how far the chain is read',
  certificate_ranges: 'certificates that were issued; anybody verifies one by its code',
  certificate_parts: 'where certificates went, by records on the ledger',
  collective_versions: 'collectives as their records on the ledger have them',
  collective_seats: 'collectives as their records on the ledger have them',
  credit_reminders: 'due heights of debts, cut from blocks',
}

const SIGNED_TOGETHER = 'rows that several organisations draft, vote on or sign together'
const BOARD = 'a board where every member deals with every other'
const CREDIT = 'one credit concerns its debtor, its authority, payees, guarantors and the admission group'
const COLLECTIVE = 'members of a collective are accounts of many organisations'
const PLAYERS = 'what players, studio and channel count together'

/**
 * Tables without a wall between readers, each with the reason: who sees which row is told by the queries of the API alone, and
 * proven by the test that names every id to every procedure. A request can read and change them, and delete nothing but what `TAKEN_OUT` names.
 */
export const SHARED: Readonly<Record<string, string>> = {
  acts: SIGNED_TOGETHER,
  act_declines: SIGNED_TOGETHER,
  submissions: 'signed transactions on their way to the ledger, which every member reads',
  outbox: 'promises of work: names of jobs and ids, which any request may add to',
  sample_runs: 'how far the sample of a development network is',
  exchange_offers: BOARD,
  record_offers: BOARD,
  coop_orders: BOARD,
  coop_suppliers: BOARD,
  coop_pledges: BOARD,
  licence_sales: BOARD,
  licences: BOARD,
  work_tasks: BOARD,
  work_contributions: BOARD,
  work_points: 'points of works, given by reviewers and by sales alike',
  stake_terms: 'what producers offer to whoever puts stake under them',
  stake_payments: 'what producers have paid to whoever put stake under them',
  cheque_centres: 'who takes cheques is told to everybody',
  cheque_books: 'a cheque is presented by whoever holds it',
  cheques: 'a cheque is presented by whoever holds it',
  credit_models: CREDIT,
  credit_judgements: CREDIT,
  credit_applications: CREDIT,
  credit_guarantees: CREDIT,
  credit_overrules: CREDIT,
  credit_transfers: CREDIT,
  collectives: COLLECTIVE,
  collective_members: COLLECTIVE,
  collective_proposals: COLLECTIVE,
  collective_votes: COLLECTIVE,
  collective_changes: COLLECTIVE,
  collective_commitments: COLLECTIVE,
  collective_loans: COLLECTIVE,
  collective_repayments: COLLECTIVE,
  unions: COLLECTIVE,
  union_roles: COLLECTIVE,
  union_role_changes: COLLECTIVE,
  right_batches: 'brought by an issuer, taken on by any appraiser and any centre, certified for everybody',
  rights: 'brought by an issuer, taken on by any appraiser and any centre, certified for everybody',
  title_feedback: PLAYERS,
  feedback_answers: PLAYERS,
  reward_campaigns: PLAYERS,
  reward_points: PLAYERS,
  redeem_offers: PLAYERS,
  redemptions: PLAYERS,
  roadmap_ideas: PLAYERS,
  roadmap_votes: PLAYERS,
  trial_offers: PLAYERS,
  trials: PLAYERS,
  game_items: PLAYERS,
}
