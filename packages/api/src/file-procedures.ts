/**
 * Procedures that take a file, and so a body of up to 44 MB: portal and API let them go by the road for files. A test asks the inputs of
 * all procedures whether one is left out.
 */
export const FILE_PROCEDURES: ReadonlySet<string> = new Set([
  'certificates.import',
  'certificates.preview',
  'collectives.import',
  'collectives.preview',
  'collectives.previewChange',
  'collectives.proposeChange',
  'credit.import',
  'credit.preview',
  'identity.import',
  'provenance.import',
  'provenance.preview',
  'rights.import',
  'rights.preview',
  'settlement.import',
  'standing.import',
  'standing.preview',
  'studio.bring',
  'studio.bringEvents',
  'studio.correct',
  'studio.preview',
  'studio.previewCorrection',
  'studio.previewEvents',
  'unions.found',
  'unions.preview',
])
