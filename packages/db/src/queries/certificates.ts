import type { SerialRange } from '@vc/certificates'
import { asc, eq } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import { certificateRanges } from '../schema/energy.ts'

/** The ranges of an issue as they were given, in the order of their leaves. */
export function issuedRanges(db: DbOrTransaction, importId: string): Promise<SerialRange[]> {
  const { station, first, last, fromPeriod, toPeriod, position } = certificateRanges
  return db
    .select({ station, first, last, fromPeriod, toPeriod })
    .from(certificateRanges)
    .where(eq(certificateRanges.importId, importId))
    .orderBy(asc(position))
}
