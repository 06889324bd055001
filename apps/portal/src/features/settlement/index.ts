export { BatchScreen } from './batch-screen.tsx'
export { SettlementScreen } from './settlement-screen.tsx'
