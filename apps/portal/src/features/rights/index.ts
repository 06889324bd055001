export { BatchScreen } from './batch-screen.tsx'
export { RightsScreen } from './rights-screen.tsx'
