export { CommandDialog } from './command-dialog.tsx'
export { RefusalView } from './refusal-view.tsx'
export { useRefusalWords } from './use-refusal-words.ts'
