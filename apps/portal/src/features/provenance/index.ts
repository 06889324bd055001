export { LotScreen } from './lot-screen.tsx'
export { ProvenanceDesk } from './provenance-desk.tsx'
export { pathOf } from './read-way.ts'
