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
export { type IdentityKind, identityKinds } from './identity-kinds.ts'
export { checkItem, ITEM_TABLE, type Item, type ItemFault, isHeldBy, itemWrite, readItem } from './item.ts'
export {
  checkLicence,
  checkLicenceHands,
  checkSale,
  handOnLicence,
  LICENCE_TABLE,
  type Licence,
  type LicenceFault,
  type LicenceHand,
  type LicenceTerms,
  licenceCode,
  licenceWrite,
  MOST_LICENCES,
  readLicence,
  resaleShare,
  SALE_TABLE,
  type SaleRefusal,
  salePayments,
  saleWrite,
} from './licence.ts'
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
export {
  CONTRIBUTION_TABLE,
  type Contribution,
  checkTask,
  contributionWrite,
  MOST_PLACES,
  placeSecret,
  type TakenContribution,
  type TaskRefusal,
  type TaskTerms,
  WORK_CREDIT_TABLE,
  workCreditWrite,
} from './task.ts'
export {
  draftOf,
  draftValue,
  readDraftValue,
  WORK_TABLE,
  type WorkDraft,
  type WorkField,
  workFields,
} from './work.ts'
