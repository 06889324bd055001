/** Every way the ledger says no (ledger.md 11): the decoder's codes, then those of the first refusal, in order. */
export type DecodeCode =
  | 'size'
  | 'truncated'
  | 'compact'
  | 'trailing'
  | 'layer'
  | 'kind'
  | 'element'
  | 'amount'
  | 'count'
  | 'script-size'

type ShapeCode =
  | 'version'
  | 'kind-layer'
  | 'inputs'
  | 'duplicate-input'
  | 'zero-amount'
  | 'management-output'
  | 'sum'

type NamedOutputCode =
  | 'missing-output'
  | 'fresh-read'
  | 'locktime'
  | 'sequence'
  | 'roster-spent'
  | 'witness'
  | 'credit-kind'

type FormCode =
  | 'group-form'
  | 'group-key'
  | 'group-size'
  | 'group-source'
  | 'group-output'
  | 'record-form'
  | 'record-value'
  | 'penalty-debt'
  | 'penalty-input'
  | 'penalty-evidence'
  | 'penalty-output'
  | 'reward-wrong'

type PrincipleCode =
  | 'value-principle'
  | 'credit-out'
  | 'credit-principle'
  | 'premium'
  | 'group-small'
  | 'reserve-spent'

type ScriptCode = 'sigops' | 'script'

type ConsentCode = 'acceptance' | 'consent'

type NameCode = 'unnamed-debtor' | 'unnamed-account' | 'management-credit'

type WriterCode =
  | 'group-signature'
  | 'record-holder'
  | 'record-writer'
  | 'penalty-repays'
  | 'penalty-producer'

type BlockCode =
  | 'transaction-condemned'
  | 'transaction-repeated'
  | 'debtor-overdue'
  | 'credit-over-room'
  | 'bundle-size'
  | 'bundle-id'

export type RefusalCode =
  | DecodeCode
  | ShapeCode
  | NamedOutputCode
  | FormCode
  | PrincipleCode
  | ScriptCode
  | ConsentCode
  | NameCode
  | WriterCode
  | BlockCode

/** The numbers that broke the rule: amounts as decimals, indexes and sizes as numbers, ids as hex. */
export type Facts = { readonly [name: string]: string | number | boolean }

/** One "no" with a stable code; `Code` narrows it where only some codes can come. */
export type Refusal<Code extends string = RefusalCode> = { readonly code: Code; readonly facts: Facts }

/** One line for logs: `value-principle: out 1000100, in 1000000`. Sentences for people are the portal's. */
export function describeRefusal(refusal: Refusal<string>): string {
  const facts = Object.entries(refusal.facts).map(([name, value]) => `${name} ${value}`)
  return facts.length === 0 ? refusal.code : `${refusal.code}: ${facts.join(', ')}`
}
