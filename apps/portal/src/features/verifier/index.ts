export { askVerifier } from './ask-verifier.ts'
export { CheckElsewhere } from './check-elsewhere.tsx'
export { useVerifierOrigin, VerifierOriginProvider } from './verifier-origin.tsx'
