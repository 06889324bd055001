export { ContractScreen } from './contract-screen.tsx'
export { StatementScreen } from './statement-screen.tsx'
export { StudioScreen } from './studio-screen.tsx'
