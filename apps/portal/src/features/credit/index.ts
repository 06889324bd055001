export { CreditScreen } from './credit-screen.tsx'
export { ReviewScreen } from './review-screen.tsx'
