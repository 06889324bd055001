'use client'
import { useSession } from '../session/index.ts'
import { BringEvents } from './bring-events.tsx'
import { DocumentTable } from './document-table.tsx'
import { LotTable } from './lot-table.tsx'

/** The provenance of lots: documents of EPCIS events brought in by file, and the public page of every lot with its code. */
export function ProvenanceDesk() {
  const { may } = useSession()
  return (
    <>
      {may('provenance.write') && <BringEvents />}
      <DocumentTable />
      <LotTable />
    </>
  )
}
