export { askPrf } from './ask-prf.ts'
export type { OpenWallet } from './open-wallet.ts'
export { rpIdOf, useWallet } from './use-wallet.ts'
export { WalletSection } from './wallet-section.tsx'
