import { compareBytes, equalBytes, parseHex, taggedHash } from '@vc/crypto'
import { must, ok, parseJson, type Result, refuse, utf8Text } from '@vc/kernel'
import type { Refusal } from '@vc/ledger'
import { canonicalBytes, type Json } from './canonical-json.ts'
import { areParameters, brokenInvariant, wrongField, wrongParameter } from './check-parameters.ts'
import type { Parameters } from './parameters.ts'

/** A version of the rules' numbers (configuration.md 1). Ids are 64 hex digits. */
export type ConfigurationDocument = {
  readonly kind: 'configuration'
  readonly network: string
  readonly version: number
  readonly parent: string | null
  /** First height at which it is in force. */
  readonly from: number
  /** Number of the rules themselves; whoever does not know it stops before `from`. */
  readonly protocol: number
  /** Ids of the proposals it came from, ascending. */
  readonly adopted: readonly string[]
  readonly parameters: Parameters
}

export type ConfigurationCode =
  | 'configuration-size'
  | 'configuration-json'
  | 'configuration-field'
  | 'configuration-invariant'

const mostBytes = 65_536
const isId = (value: unknown) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
const isHeight = (value: unknown) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff

const fields = {
  kind: (value: unknown) => value === 'configuration',
  network: (value: unknown) =>
    typeof value === 'string' && value.length > 0 && value.length <= 64 && value.isWellFormed(),
  version: isHeight,
  parent: (value: unknown) => value === null || isId(value),
  from: isHeight,
  protocol: (value: unknown) => isHeight(value) && value !== 0,
  adopted: (value: unknown) => Array.isArray(value) && value.every(isId) && isAscending(value),
  parameters: (value: unknown) => typeof value === 'object' && value !== null,
}

/** Bytes of a document: canonical JSON. */
export function encodeConfiguration(document: ConfigurationDocument): Uint8Array {
  return canonicalBytes(jsonOf(document))
}

const ids = new WeakMap<ConfigurationDocument, Uint8Array>()

/** The id of a document, the header's configId: `tag("vdn/configuration", bytes)`, 32 bytes. */
export function configurationId(document: ConfigurationDocument): Uint8Array {
  const known = ids.get(document)
  if (known !== undefined) return known
  const id = taggedHash('vdn/configuration', encodeConfiguration(document))
  ids.set(document, id)
  return id
}

/**
 * Reads a document and checks ranges and invariants. Refusals: `configuration-size` {bytes}, `configuration-json`,
 * `configuration-field` {field}, `configuration-invariant` {invariant}.
 */
export function parseConfiguration(
  bytes: Uint8Array,
): Result<ConfigurationDocument, Refusal<ConfigurationCode>> {
  if (bytes.length > mostBytes) return refuse({ code: 'configuration-size', facts: { bytes: bytes.length } })
  const value = readJson(bytes)
  if (value === undefined) return refuse({ code: 'configuration-json', facts: {} })
  const wrong = wrongDocument(value)
  if (wrong !== undefined) return refuse(wrong)
  const document = value as ConfigurationDocument
  if (!equalBytes(encodeConfiguration(document), bytes))
    return refuse({ code: 'configuration-json', facts: {} })
  return ok(document)
}

/** What is wrong with a document that was made, not read; undefined when it holds. */
export function wrongDocument(value: object): Refusal<ConfigurationCode> | undefined {
  const field = wrongField(fields, value)
  if (field !== undefined) return { code: 'configuration-field', facts: { field } }
  const { network, parameters, version, parent, from } = value as ConfigurationDocument
  if ((version === 0) !== (parent === null) || (version === 0) !== (from === 0)) {
    return { code: 'configuration-field', facts: { field: 'parent' } }
  }
  if (!areParameters(parameters)) {
    const parameter = must(wrongParameter(parameters), 'a parameter is wrong')
    return { code: 'configuration-field', facts: { field: parameter } }
  }
  const invariant = brokenInvariant(network, parameters)
  return invariant === undefined ? undefined : { code: 'configuration-invariant', facts: { invariant } }
}

/** The object that UTF-8 JSON writes; undefined for anything else. */
export function readJson(bytes: Uint8Array): object | undefined {
  const text = utf8Text(bytes)
  const value = text === undefined ? undefined : parseJson(text)
  return typeof value === 'object' && value !== null ? value : undefined
}

function isAscending(ids: readonly string[]): boolean {
  return ids.every((id, i) => {
    const before = ids[i - 1]
    return before === undefined || compareBytes(bytesOf(before), bytesOf(id)) < 0
  })
}

const bytesOf = (id: string) => must(parseHex(id), 'hex')

/** The same value with the types of JSON, whose records have an index signature. */
function jsonOf({ parameters, ...rest }: ConfigurationDocument): Json {
  return { ...rest, parameters: { ...parameters } }
}
