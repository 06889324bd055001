import type { RefusalCode } from '@vc/ledger'
import { expect, test } from 'vitest'
import en from '../../messages/en/refusals.json' with { type: 'json' }
import zh from '../../messages/zh/refusals.json' with { type: 'json' }

/** Every way the ledger says no; the compiler says when one is missing here. */
const every: Record<RefusalCode, true> = {
  acceptance: true,
  amount: true,
  'bundle-id': true,
  'bundle-size': true,
  compact: true,
  consent: true,
  count: true,
  'credit-kind': true,
  'credit-out': true,
  'credit-over-room': true,
  'credit-principle': true,
  'debtor-overdue': true,
  'duplicate-input': true,
  element: true,
  'fresh-read': true,
  'group-form': true,
  'group-key': true,
  'group-output': true,
  'group-signature': true,
  'group-size': true,
  'group-small': true,
  'group-source': true,
  inputs: true,
  kind: true,
  'kind-layer': true,
  layer: true,
  locktime: true,
  'management-credit': true,
  'management-output': true,
  'missing-output': true,
  'penalty-debt': true,
  'penalty-evidence': true,
  'penalty-input': true,
  'penalty-output': true,
  'penalty-producer': true,
  'penalty-repays': true,
  premium: true,
  'record-form': true,
  'record-holder': true,
  'record-value': true,
  'record-writer': true,
  'reserve-spent': true,
  'reward-wrong': true,
  'roster-spent': true,
  script: true,
  'script-size': true,
  sequence: true,
  sigops: true,
  size: true,
  sum: true,
  trailing: true,
  'transaction-condemned': true,
  'transaction-repeated': true,
  truncated: true,
  'unnamed-account': true,
  'unnamed-debtor': true,
  'value-principle': true,
  version: true,
  witness: true,
  'zero-amount': true,
}

test.each(Object.keys(every))(
  'the ledger saying %s has its sentences in both languages, and what to do next',
  (code) => {
    for (const words of [en, zh] as readonly Record<string, { title?: string; next?: string }>[])
      expect(words[code]).toEqual({ title: expect.stringMatching(/.+/), next: expect.stringMatching(/.+/) })
  },
)

test('both languages know the same refusals', () => {
  expect(Object.keys(zh).toSorted()).toEqual(Object.keys(en).toSorted())
})
