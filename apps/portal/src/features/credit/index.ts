export { CreditScreen } from './credit-screen.tsx'
export { ReviewScreen } from './review-screen.tsx'
export { WithAccount } from './with-account.tsx'
