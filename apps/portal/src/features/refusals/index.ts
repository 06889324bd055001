export { CommandDialog } from './command-dialog.tsx'
export { RefusalView } from './refusal-view.tsx'
export { useFieldErrors } from './use-field-errors.ts'
export { useRefusalWords } from './use-refusal-words.ts'
