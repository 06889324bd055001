export { OfferRecord } from './offer-record.tsx'
export { TradeAct } from './trade-act.tsx'
