import { sha256, toHex } from '@vc/crypto'
import { type ActLine, linesOf, type NamedOutput } from './act-sheet/lines.ts'
import { kindNames, layerNames } from './act-sheet/names.ts'
import { sentenceOf, type Wording } from './act-sheet/sentences.ts'
import { canonicalJson } from './codec/canonical-json.ts'
import type { Transaction } from './transaction.ts'

/** Constants of the network, and a port that knows people: `describeKey` changes what is displayed, never what is hashed. */
export type ActSheetContext = {
  /** Genesis hash, 32 bytes. */
  readonly network: Uint8Array
  readonly decimals: number
  /** A name for a key, key hash, script hash or id given in hex. */
  readonly describeKey?: ((hex: string) => string | undefined) | undefined
}

/** What a signer is shown of a transaction, and the bytes that its signature is bound to. */
export type ActSheet = {
  readonly kind: string
  readonly layer: string
  readonly lines: readonly ActLine[]
  readonly en: readonly string[]
  readonly zh: readonly string[]
  /** RFC 8785 JSON without the port's names. */
  readonly canonical: Uint8Array
}

const sheetVersion = '1'

/**
 * Turns a transaction and the outputs that it names into what a person can read (ledger.md 5): who, what, how much,
 * to whom. Depends on nothing but the bytes, the named outputs, network and decimals; never on signatures.
 */
export function actSheet(tx: Transaction, named: readonly NamedOutput[], context: ActSheetContext): ActSheet {
  const lines = linesOf(tx, named)
  const { kind, layer } = { kind: kindNames[tx.kind], layer: layerNames[tx.layer] }
  const { decimals, describeKey: nameOf } = context
  const say = (language: 'en' | 'zh', wording: Omit<Wording, 'decimals'> = {}) =>
    lines.map((line) => sentenceOf(line, language, { decimals, ...wording }))
  const canonical = canonicalJson({
    version: sheetVersion,
    network: toHex(context.network),
    decimals: decimals.toString(),
    kind,
    layer,
    lines,
    en: say('en'),
    zh: say('zh'),
  })
  return {
    kind,
    layer,
    lines,
    en: say('en', { nameOf, isShown: true }),
    zh: say('zh', { nameOf, isShown: true }),
    canonical,
  }
}

/** SHA256 of the sheet's canonical bytes: what stands in an assertion beside the signature (keys.md). */
export function sheetHashOf(
  tx: Transaction,
  named: readonly NamedOutput[],
  context: ActSheetContext,
): Uint8Array {
  return sha256(actSheet(tx, named, { ...context, describeKey: undefined }).canonical)
}
