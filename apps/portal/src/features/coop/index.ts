export { CoopScreen } from './coop-screen.tsx'
export { OrderScreen } from './order-screen.tsx'
export { PublishDialog } from './publish-dialog.tsx'
