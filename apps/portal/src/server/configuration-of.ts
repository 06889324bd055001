export { configurationOf } from '@vc/ledger'
