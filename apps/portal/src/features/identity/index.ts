export { Documents } from './documents.tsx'
export { OfficeDocuments } from './office-documents.tsx'
