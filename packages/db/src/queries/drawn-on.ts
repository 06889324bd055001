import { CREDIT, MANAGEMENT } from '@vc/ledger'
import { sql } from 'drizzle-orm'

/**
 * Whether a transaction draws on the credit `c` by its input `i`: management credit that it reads, or what of it was handed on
 * under terms, which it spends (docs/adr/0049).
 */
export const isDrawnOn = sql`c.element = ${CREDIT} and case when i.reads then c.layer = ${MANAGEMENT}
  else c.standard = 'hash-time-lock' end`
