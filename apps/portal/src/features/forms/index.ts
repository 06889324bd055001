export { CodeField } from './code-field.tsx'
export { DraftDialog, FormDialog } from './form-dialog.tsx'
