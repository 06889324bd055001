export { ApprovalsScreen } from './approvals-screen.tsx'
export { useApprovedBy } from './use-approved-by.ts'
export { WindowOpens } from './window-opens.tsx'
