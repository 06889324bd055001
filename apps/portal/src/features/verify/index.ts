export { useLicenceWords } from './licence-words.ts'
export { type LedgerRecord, type ProofFault, recordInBlock, transactionInBlock } from './record-in-block.ts'
export { Verdict } from './verdict.tsx'
export { VerifyScreen } from './verify-screen.tsx'
