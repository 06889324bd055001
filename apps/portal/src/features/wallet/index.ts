export type { OpenWallet } from './open-wallet.ts'
export { useWallet } from './use-wallet.ts'
export { WalletSection } from './wallet-section.tsx'
