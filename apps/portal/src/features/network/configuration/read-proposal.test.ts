import { expect, test } from 'vitest'
import { emptyForm, type ProposalForm, readProposal } from './read-proposal.ts'

const parameters = {
  ...{ voteWindow: 30, voteThreshold: 750, activationDelay: 20, maxPremium: 500, overdueFreeze: true },
  ...{ 'pob.source': 'off', origins: ['http://localhost:3000'], trustedCheckpoint: null },
}
const bounds = { parameters, height: 100, protocol: 1 }
const written: ProposalForm = {
  ...emptyForm(bounds),
  ...{ titleEn: 'Lower', titleZh: '更低', reasonEn: 'So.', reasonZh: '如此。' },
  values: [{ parameter: 'maxPremium', text: '1,000' }],
}
const wrongOf = (change: Partial<ProposalForm>) => readProposal({ ...written, ...change }, bounds)
const value = (parameter: string, text: string) => ({ values: [{ parameter, text }] })

test('a form makes a draft with the heights of now', () => {
  expect(readProposal(written, bounds)).toMatchObject({
    draft: {
      ...{ vote: { from: 115, to: 144, threshold: 750 }, from: 164, group: null },
      ...{ changes: { maxPremium: 1_000 }, trial: {} },
    },
  })
  expect(wrongOf({ isOnTrial: true, group: ' a ' })).toMatchObject({
    draft: { trial: { maxPremium: 1_000 }, group: 'a' },
  })
})

test.each([
  ['overdueFreeze', 'false', false],
  ['pob.source', 'notary', 'notary'],
  ['origins', '["https://a.example"]', ['https://a.example']],
  ['trustedCheckpoint', '{"height":1,"hash":"00"}', { height: 1, hash: '00' }],
])('%s of "%s" is read by the kind of its value', (parameter, text, expected) => {
  expect(wrongOf(value(parameter, text))).toMatchObject({ draft: { changes: { [parameter]: expected } } })
})

test.each([
  [{ titleZh: ' ' }, 'titleZh', 'text'],
  [{ values: [] }, 'what', 'nothing'],
  [value('maxPremium', '500'), 'value-maxPremium', 'same'],
  [value('maxPremium', 'much'), 'value-maxPremium', 'value'],
  [value('maxPremium', 'true'), 'value-maxPremium', 'value'],
  [value('overdueFreeze', '1'), 'value-overdueFreeze', 'value'],
  [{ start: '0' }, 'start', 'start'],
  [{ length: '29' }, 'length', 'length'],
  [{ length: '301' }, 'length', 'length'],
  [{ threshold: '74.9' }, 'threshold', 'threshold'],
  [{ threshold: '' }, 'threshold', 'threshold'],
  [{ delay: '19' }, 'delay', 'delay'],
])('%o is refused at its field', (change, field, word) => {
  expect(wrongOf(change)).toEqual({ wrong: [{ field, word }] })
})
