export { ApprovalsScreen } from './approvals-screen.tsx'
export { WindowOpens } from './window-opens.tsx'
