export { ActPaper, useSheetWords } from './act-paper.tsx'
export { type ActOutcome, ActSignerProvider, useActSigner } from './act-signer.tsx'
export { readDraft } from './read-draft.ts'
export { WaitingActs } from './waiting-acts.tsx'
