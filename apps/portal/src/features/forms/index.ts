export { CodeField } from './code-field.tsx'
export { DraftDialog, FormDialog } from './form-dialog.tsx'
export { emptyOf, mustBeAmount, mustBeFilled, mustBeWhole } from './must-be.ts'
