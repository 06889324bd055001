import { ok, type Result, refuse } from '@vc/kernel'

export type CertificationStep = 'imported' | 'appraised' | 'prepared' | 'approved' | 'certified' | 'declined'
export type CertificationRefusal =
  | {
      readonly code: 'certification-step'
      readonly step: CertificationStep
      readonly wanted: CertificationStep
    }
  | { readonly code: 'own-appraisal' }
  | { readonly code: 'own-certification' }

const order: readonly CertificationStep[] = ['imported', 'appraised', 'prepared', 'approved', 'certified']

/** Decides a step of a certification: only to the next one; it may be declined until it is approved. */
export function decideCertification(
  step: CertificationStep,
  wanted: CertificationStep,
): Result<CertificationStep, CertificationRefusal> {
  const at = order.indexOf(step)
  const mayDecline = wanted === 'declined' && at >= 0 && at < order.indexOf('approved')
  return (at >= 0 && order[at + 1] === wanted) || mayDecline
    ? ok(wanted)
    : refuse({ code: 'certification-step', step, wanted })
}

/** An appraiser reports on another organisation's works only. */
export function decideAppraisal(
  issuer: string,
  appraiser: string,
): Result<'appraised', CertificationRefusal> {
  return issuer === appraiser ? refuse({ code: 'own-appraisal' }) : ok('appraised')
}

/** The centre that certifies is neither the issuer nor the appraiser. */
export function decideApproval(parties: {
  issuer: string
  appraiser: string
  centre: string
}): Result<'approved', CertificationRefusal> {
  const own = parties.centre === parties.issuer || parties.centre === parties.appraiser
  return own ? refuse({ code: 'own-certification' }) : ok('approved')
}
