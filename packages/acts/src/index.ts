export {
  type ActCase,
  type ActPart,
  type CaseCode,
  type CaseLeg,
  type CasePart,
  decodeActCase,
  encodeActCase,
  type Language,
} from './act-case.ts'
export { type ActLeg, digestOf, type LegCode, readLeg } from './read-leg.ts'
export { type Change, changesOf, type Risk, risksOf } from './sheet-facts.ts'
export { sixWords } from './six-words.ts'
export {
  type FromPortal,
  type FromVerifier,
  type GivenAssertion,
  readFromPortal,
  readFromVerifier,
} from './verifier-messages.ts'
