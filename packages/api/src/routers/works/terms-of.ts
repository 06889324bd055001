import type { schema } from '@vc/db'
import { type LicenceTerms, permittedUses } from '@vc/nfr'

type Sale = typeof schema.licenceSales.$inferSelect
type Work = Pick<typeof schema.works.$inferSelect, 'id' | 'title' | 'keyHash'>

/** The terms that the coins of a sale commit to. */
export const termsOf = ({ id, terms, count, price, reward }: Sale, work: Work): LicenceTerms => ({
  ...{ sale: id, work: work.id, title: work.title, seller: work.keyHash },
  ...{ territory: terms.territory, days: terms.days, count, price, reward },
  ...(terms.resale === undefined ? {} : { resale: terms.resale }),
  uses: permittedUses.filter((use) => terms.uses.includes(use)),
})
