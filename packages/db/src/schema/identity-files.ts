import type { IdentityKind } from '@vc/nfr'
import { index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, moment, rowId } from './columns.ts'
import { organisationRef, personRef } from './identity.ts'

/**
 * Where somebody reads sealed files: an X25519 key whose secret only the PRF of this sign-in key gives. A revoked sign-in key
 * is sealed to no more.
 */
export const readingKeys = pgTable('reading_keys', {
  credentialId: text('credential_id').primaryKey(),
  personId: personRef('person_id').notNull(),
  publicKey: bytes('public_key').notNull(),
  createdAt: moment('created_at').notNull(),
})

/** Whom identity documents are about: an organisation as it is known until it erases them, then anew. */
export const identitySubjects = pgTable(
  'identity_subjects',
  {
    id: rowId(),
    organisationId: organisationRef('organisation_id').notNull(),
    createdAt: moment('created_at').notNull(),
    erasedAt: moment('erased_at'),
  },
  (t) => [index('identity_subjects_organisation').on(t.organisationId, t.createdAt)],
)

/**
 * The key of a subject's files, sealed for each who may read them, and nowhere else. When the last of these rows is gone, so is
 * what the files say (docs/adr/0033). `organisationId`: the reader's.
 */
export const identityKeys = pgTable(
  'identity_keys',
  {
    subjectId: uuid('subject_id')
      .notNull()
      .references(() => identitySubjects.id),
    credentialId: text('credential_id')
      .notNull()
      .references(() => readingKeys.credentialId),
    organisationId: organisationRef('organisation_id').notNull(),
    sealed: bytes('sealed').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.subjectId, t.credentialId] })],
)

/** A document as its owner's browser sealed it: its name and type are inside. */
export const identityFiles = pgTable(
  'identity_files',
  {
    id: rowId(),
    subjectId: uuid('subject_id')
      .notNull()
      .references(() => identitySubjects.id),
    kind: text('kind').$type<IdentityKind>().notNull(),
    /** Of the sealed bytes. */
    size: integer('size').notNull(),
    ciphertext: bytes('ciphertext').notNull(),
    createdBy: personRef('created_by').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [index('identity_files_subject').on(t.subjectId, t.createdAt)],
)

/** Who opened which document, and why. Rows are only ever added; the subject reads them. */
export const identityOpenings = pgTable(
  'identity_openings',
  {
    id: rowId(),
    fileId: uuid('file_id')
      .notNull()
      .references(() => identityFiles.id),
    personId: personRef('person_id').notNull(),
    organisationId: organisationRef('organisation_id').notNull(),
    reason: text('reason').notNull(),
    openedAt: moment('opened_at').notNull(),
  },
  (t) => [index('identity_openings_file').on(t.fileId, t.openedAt)],
)
