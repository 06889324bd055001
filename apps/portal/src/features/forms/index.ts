export { DraftDialog, FormDialog } from './form-dialog.tsx'
