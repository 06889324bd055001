import { SOFTWARE_AAGUID } from '@vc/crypto/software-authenticator'
import { type SQL, sql } from 'drizzle-orm'
import { passkeys } from '../schema/identity.ts'

/** Whether a key says of itself that it is a software authenticator, which no hardware keeps: shown wherever keys are. */
export const isSoftwareKey: SQL<boolean> = sql<boolean>`${passkeys.aaguid} = ${SOFTWARE_AAGUID}`
