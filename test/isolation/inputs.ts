/** An id that names nothing. */
export const NOBODY = '00000000-0000-4000-8000-000000000000'
/** What a procedure wants besides the id, by its path: well-formed, and nobody's. */
export const REST: Readonly<Record<string, object>> = {
  'rights.appraise': { report: 'Seen', value: null },
  'rights.decline': { reason: 'Not mine' },
  'rights.fingerprint': { works: [{ accession: '1', contentHash: '00'.repeat(32) }] },
  'certificates.transfer': { count: 1n, to: NOBODY },
  'collectives.propose': { commandKey: NOBODY, to: '0f'.repeat(20), amount: 1n, purpose: 'Seed', days: 1 },
  'identity.open': { reason: 'To see it' },
  'collectives.previewChange': { fileName: 'change.csv', content: '' },
  'collectives.proposeChange': {
    ...{ fileName: 'change.csv', content: '', commandKey: NOBODY },
    ...{ purpose: 'A new season', days: 1 },
  },
  'collectives.askLoan': {
    ...{ commandKey: NOBODY, amount: 1n, price: 0n, due: 99, purpose: 'Seed', days: 1 },
  },
  'collectives.askRepayment': {
    ...{ commandKey: NOBODY, lots: [`${'00'.repeat(32)}:0`], purpose: 'A lot', days: 1 },
  },
  'collectives.locks': { lots: [`${'00'.repeat(32)}:0`] },
  'collectives.askGuarantee': { commandKey: NOBODY, position: 1, days: 1 },
  'collectives.repay': { commandKey: NOBODY, amount: 1n },
  'collectives.payIn': { commandKey: NOBODY, amount: 1n },
  'collectives.vote': { key: '00'.repeat(48), signatures: ['00'.repeat(96)] },
  'collectives.formGroup': { name: 'A group', keys: ['00'.repeat(48)] },
  'collectives.commit': { key: '00'.repeat(256), commitments: ['00'.repeat(512)] },
  'collectives.answer': { key: '00'.repeat(256), answers: ['00'.repeat(32)] },
  'collectives.handIn': { transaction: '00' },
  'unions.askRoles': {
    ...{ commandKey: NOBODY, purpose: 'A new season', days: 1 },
    roles: [{ credential: '00'.repeat(48), role: 'farm' }],
  },
  'coop.pledge': { commandKey: NOBODY, amount: 1n },
  'studio.propose': {
    ...{ commandKey: NOBODY, publisherId: NOBODY, channelId: NOBODY, account: '0f'.repeat(20) },
    terms: {
      ...{ validFrom: '2026-01-01', validTo: '2026-12-31', platformFee: 0, payDays: 1 },
      ...{ tiers: [{ from: 0n, studio: 1, publisher: 1 }], guarantee: null, advance: null },
    },
  },
  'studio.addIdea': { commandKey: NOBODY, text: 'More maps', days: 1 },
  // Its key becomes the id of the outsider's own trial, which must not stand for nobody's.
  'studio.tryTitle': { commandKey: '00000000-0000-4000-8000-000000000001' },
  'studio.join': { account: '0f'.repeat(20) },
  'studio.advance': { commandKey: NOBODY, amount: 1n },
  'studio.arrearsToCredit': {
    ...{ commandKey: NOBODY, payee: '0f'.repeat(20), accountId: '0f'.repeat(20) },
    ...{ termBlocks: 10, lots: 1, purpose: 'Arrears', guarantee: 'None' },
  },
  'studio.forecast': { commandKey: NOBODY, amount: 1n, fromDay: '2026-01-01', toDay: '2026-12-31' },
  'studio.drawCredit': {
    ...{ commandKey: NOBODY, accountId: '0f'.repeat(20), amount: 1n },
    ...{ termBlocks: 10, lots: 1, purpose: 'Early funds', guarantee: 'None' },
  },
  'studio.previewCorrection': { fileName: 'right.csv', content: '' },
  'studio.correct': { fileName: 'right.csv', content: '' },
  'studio.giveFeedback': { commandKey: NOBODY, stars: 5, words: 'Good' },
  'studio.answerFeedback': { words: 'Thanks' },
  'studio.addCampaign': {
    ...{ commandKey: NOBODY, kind: 'play', points: 1n, budget: 9n, fromHeight: 1, toHeight: 999_999 },
  },
  'studio.offerRedeem': { commandKey: NOBODY, lot: 1n, amount: 1n, budget: 9n },
  'studio.redeem': { commandKey: NOBODY, lots: 1 },
  'studio.issueItem': { commandKey: NOBODY, name: 'A sword', to: '0f'.repeat(20) },
  'coop.publish': {
    ...{ commandKey: NOBODY, title: 'Mine', buyer: 'Me', deadline: 99 },
    contracts: [
      {
        ...{ name: 'Me', account: '0f'.repeat(20), amount: 1n, reference: '1' },
        ...{ goods: 'Mine', due: '2026-12-01' },
      },
    ],
  },
  'coop.askCredit': {
    ...{ commandKey: NOBODY, debtor: { accountId: '0f'.repeat(20) }, purpose: 'Seed', termBlocks: 10 },
  },
  'coop.askRelease': { commandKey: NOBODY, days: 1 },
  'coop.deliver': { txid: '00'.repeat(32) },
  'works.addDraft': { commandKey: NOBODY, fingerprint: '00'.repeat(32), note: 'Mine' },
  'works.tip': { commandKey: NOBODY, amount: 1n, note: 'Good' },
  'works.sell': {
    ...{ commandKey: NOBODY, uses: ['show'], territory: 'World', days: 0, count: 1, price: 2n, reward: 0n },
  },
  'works.buy': { commandKey: NOBODY },
  'works.addTask': {
    ...{ commandKey: NOBODY, title: 'Mine', brief: 'A cover', reward: 1n, places: 1, deadline: 99 },
  },
  'works.contribute': { commandKey: NOBODY, name: 'Me', fingerprint: '00'.repeat(32), note: 'Mine' },
  'works.review': { stars: 5, words: 'Good' },
  'acts.decline': { reason: 'Not mine' },
  'acts.finish': {
    signatures: [
      {
        ...{ transaction: 0, part: 'input', index: 0, key: '02'.repeat(33) },
        by: { schnorr: '00'.repeat(64), publicKey: '00'.repeat(32) },
      },
    ],
  },
  'credit.submit': {
    ...{ commandKey: NOBODY, amount: 1_000n, termBlocks: 10, lots: 1, purpose: 'Seed', guarantee: 'None' },
  },
  'credit.decline': { reason: 'Not mine' },
  'credit.declineTransfer': { reason: 'Not mine' },
  'credit.overrule': { reason: 'Why not' },
  'standing.answerAppeal': { outcome: 'stands', reason: 'It is right', statements: [] },
}
