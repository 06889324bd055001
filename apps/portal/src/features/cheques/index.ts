export { CheckScreen } from './check-screen.tsx'
export { ChequesScreen } from './cheques-screen.tsx'
export { Desk as ChequeDesk } from './desk.tsx'
