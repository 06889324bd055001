export { type LedgerRecord, type ProofFault, recordInBlock } from './record-in-block.ts'
export { Verdict } from './verdict.tsx'
export { VerifyScreen } from './verify-screen.tsx'
