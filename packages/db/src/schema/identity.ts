import {
  bigint,
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { bytes, moment, rowId } from './columns.ts'

/** Who is who in the portal: organisations, people, their keys, sessions and what they did (reliability.md 6.2). */

export const organisations = pgTable('organisations', {
  id: rowId(),
  name: text('name').notNull().unique(),
  nameZh: text('name_zh').notNull(),
  /** Roles that a member of it may have. */
  roles: text('roles').array().notNull(),
  status: text('status', { enum: ['active', 'suspended'] })
    .notNull()
    .default('active'),
  /** Number of the sample that it belongs to; null for a real one. */
  sampleRun: integer('sample_run'),
  createdAt: moment('created_at').notNull().defaultNow(),
})

export const people = pgTable('people', {
  id: rowId(),
  name: text('name').notNull(),
  /** The WebAuthn user handle: 32 random bytes, tells nothing about the person. */
  userHandle: bytes('user_handle').notNull().unique(),
  status: text('status', { enum: ['active', 'revoked'] })
    .notNull()
    .default('active'),
  createdAt: moment('created_at').notNull().defaultNow(),
})

/** A column that names an organisation. */
export const organisationRef = (name: string) => uuid(name).references(() => organisations.id)
/** A column that names a person. */
export const personRef = (name: string) => uuid(name).references(() => people.id)

export const memberships = pgTable(
  'memberships',
  {
    id: rowId(),
    personId: personRef('person_id').notNull(),
    organisationId: organisationRef('organisation_id').notNull(),
    role: text('role').notNull(),
    isAdmin: boolean('is_admin').notNull().default(false),
    status: text('status', { enum: ['active', 'revoked'] })
      .notNull()
      .default('active'),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [
    unique('memberships_once').on(table.personId, table.organisationId, table.role),
    index('memberships_organisation').on(table.organisationId),
  ],
)

export const passkeys = pgTable(
  'passkeys',
  {
    id: rowId(),
    personId: personRef('person_id').notNull(),
    kind: text('kind', { enum: ['sign-in', 'act'] }).notNull(),
    /** base64url, as browsers give it. */
    credentialId: text('credential_id').notNull().unique(),
    /** COSE bytes. */
    publicKey: bytes('public_key').notNull(),
    /** Compressed P-256 key, 33 bytes; only act keys have one. It is the key that stands in ledger scripts. */
    actKey: bytes('act_key').unique(),
    counter: bigint('counter', { mode: 'bigint' }).notNull(),
    /** Flag BE: the key may leave its device. Constant for the life of a key. */
    backupEligible: boolean('backup_eligible').notNull(),
    /** Flag BS at its last use. */
    backedUp: boolean('backed_up').notNull(),
    transports: text('transports').array().notNull(),
    aaguid: text('aaguid').notNull(),
    label: text('label').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    lastUsedAt: moment('last_used_at'),
    revokedAt: moment('revoked_at'),
  },
  (table) => [index('passkeys_person').on(table.personId)],
)

export const invitations = pgTable('invitations', {
  id: rowId(),
  /** SHA256 of the token in the link. */
  tokenHash: bytes('token_hash').notNull().unique(),
  organisationId: organisationRef('organisation_id').notNull(),
  role: text('role').notNull(),
  isAdmin: boolean('is_admin').notNull().default(false),
  /** Set when it lets a known person in again who lost the last key. */
  personId: personRef('person_id'),
  invitedBy: personRef('invited_by'),
  validFrom: moment('valid_from').notNull(),
  expiresAt: moment('expires_at').notNull(),
  usedAt: moment('used_at'),
  revokedAt: moment('revoked_at'),
})

/** A lost last key takes two admins: one proposes, another approves, then an invitation comes to be. */
export const readmissions = pgTable('readmissions', {
  id: rowId(),
  organisationId: organisationRef('organisation_id').notNull(),
  personId: personRef('person_id').notNull(),
  proposedBy: personRef('proposed_by').notNull(),
  proposedAt: moment('proposed_at').notNull(),
  approvedBy: personRef('approved_by'),
  approvedAt: moment('approved_at'),
})

export const recoveryCodes = pgTable('recovery_codes', {
  id: rowId(),
  personId: personRef('person_id').notNull(),
  hash: bytes('hash').notNull().unique(),
  createdAt: moment('created_at').notNull(),
  usedAt: moment('used_at'),
})

/** Single use: deleted before anything is verified. */
export const challenges = pgTable('challenges', {
  /** base64url of 32 random bytes. */
  challenge: text('challenge').primaryKey(),
  purpose: text('purpose').notNull(),
  /** SHA256 of the cookie of the browser that asked. */
  sessionHash: bytes('session_hash').notNull(),
  personId: personRef('person_id'),
  facts: jsonb('facts').$type<Readonly<Record<string, string>>>().notNull(),
  expiresAt: moment('expires_at').notNull(),
})

export const sessions = pgTable(
  'sessions',
  {
    /** SHA256 of the cookie. */
    idHash: bytes('id_hash').primaryKey(),
    personId: personRef('person_id').notNull(),
    membershipId: uuid('membership_id')
      .notNull()
      .references(() => memberships.id),
    passkeyId: uuid('passkey_id')
      .notNull()
      .references(() => passkeys.id),
    createdAt: moment('created_at').notNull(),
    lastSeenAt: moment('last_seen_at').notNull(),
    /** The one procedure and input that a fresh assertion has opened, and until when. */
    stepUpFor: text('step_up_for'),
    stepUpUntil: moment('step_up_until'),
  },
  (table) => [index('sessions_person').on(table.personId)],
)

/** A holder's seed, sealed in the browser with a key from the passkey's PRF. The server can not open it. */
export const sealedSeeds = pgTable(
  'sealed_seeds',
  {
    id: rowId(),
    personId: personRef('person_id').notNull(),
    organisationId: organisationRef('organisation_id').notNull(),
    /** The passkey whose PRF sealed it. */
    credentialId: text('credential_id').notNull(),
    ciphertext: bytes('ciphertext').notNull(),
    salt: bytes('salt').notNull(),
    /** HASH160 of the master public key. */
    accountId: bytes('account_id').notNull(),
    xpub: text('xpub'),
    debtKeyHash: bytes('debt_key_hash').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [unique('sealed_seeds_once').on(table.personId, table.accountId, table.credentialId)],
)

/** One row a decision, refusals included. Rows are only ever added. */
export const auditLog = pgTable(
  'audit_log',
  {
    id: bigserial('id', { mode: 'bigint' }).primaryKey(),
    at: moment('at').notNull(),
    requestId: text('request_id').notNull(),
    procedure: text('procedure').notNull(),
    decision: text('decision', { enum: ['allowed', 'refused'] }).notNull(),
    code: text('code').notNull(),
    personId: uuid('person_id'),
    organisationId: uuid('organisation_id'),
    role: text('role'),
    passkeyId: uuid('passkey_id'),
    sheetHash: text('sheet_hash'),
    subject: text('subject'),
    ledgerHeight: bigint('ledger_height', { mode: 'bigint' }),
  },
  (table) => [index('audit_log_organisation').on(table.organisationId, table.id)],
)
