export {
  type CertificationRefusal,
  type CertificationStep,
  decideAppraisal,
  decideApproval,
  decideCertification,
} from './certify.ts'
export {
  certificationRoot,
  certificationValue,
  fingerprintOf,
  proveRight,
  rightCode,
  rightLeaf,
  verifyRight,
} from './credential.ts'
export {
  imageLikeness,
  type Likeness,
  likenessDistance,
  MOST_APART,
  RASTER,
  textHash,
  textLikeness,
} from './likeness.ts'
export {
  COPYRIGHT_YEARS,
  type ParsedWorks,
  parsePoems,
  parseWorks,
  type WorksFormat,
  type WorksRefusal,
} from './parse-works.ts'
export { type PermittedUse, permittedUses, type Right, type RightSource } from './right.ts'
