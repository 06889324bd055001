export { DebtLink } from './debt-link.tsx'
export { DebtScreen } from './debt-screen.tsx'
export { Reminders } from './reminders.tsx'
