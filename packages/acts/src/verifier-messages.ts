import type { ActPart } from './act-case.ts'

/** The answer of one hardware key for one place, parts as base64url. */
export type GivenAssertion = {
  readonly transaction: number
  readonly part: ActPart
  readonly index: number
  /** The credential that answered. */
  readonly credentialId: string
  readonly authenticatorData: string
  readonly clientDataJSON: string
  readonly signature: string
  readonly sheetHash: string
}

/** What the portal says to the page that it opened: bytes of a case to sign, or a key to be made. */
export type FromPortal =
  | { readonly ask: 'sign'; readonly act: Uint8Array }
  | { readonly ask: 'make'; readonly language: string; readonly options: unknown }

/** What the verifier page says to the portal that opened it. */
export type FromVerifier =
  | { readonly say: 'ready' }
  | { readonly say: 'signed'; readonly assertions: readonly GivenAssertion[] }
  | { readonly say: 'made'; readonly credential: unknown }
  | { readonly say: 'declined' }

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** Reads what came from the portal's window; undefined when it is nothing that the portal says. */
export function readFromPortal(data: unknown): FromPortal | undefined {
  if (!isRecord(data)) return undefined
  const { ask, act, language, options } = data
  if (ask === 'sign' && act instanceof Uint8Array && isOnly(data, ['ask', 'act'])) return { ask, act }
  const isMake = ask === 'make' && typeof language === 'string' && isRecord(options)
  return isMake && isOnly(data, ['ask', 'language', 'options']) ? { ask, language, options } : undefined
}

/** Reads what came from the verifier's window; undefined when it is nothing that the verifier says. */
export function readFromVerifier(data: unknown): FromVerifier | undefined {
  if (!isRecord(data)) return undefined
  const { say, assertions, credential } = data
  if (say === 'ready' || say === 'declined') return { say }
  if (say === 'made' && isRecord(credential)) return { say, credential }
  if (say !== 'signed' || !Array.isArray(assertions)) return undefined
  const read = assertions.map(readAssertion)
  return read.every((one) => one !== undefined) ? { say, assertions: read } : undefined
}

/** Nothing else stands in a message: no sheet, no words, no names come with the bytes. */
const isOnly = (data: object, keys: readonly string[]) => Object.keys(data).every((key) => keys.includes(key))

const texts = ['credentialId', 'authenticatorData', 'clientDataJSON', 'signature', 'sheetHash'] as const

function readAssertion(data: unknown): GivenAssertion | undefined {
  if (!isRecord(data)) return undefined
  const { transaction, part, index } = data
  if (part !== 'input' && part !== 'acceptance') return undefined
  if (typeof transaction !== 'number' || typeof index !== 'number') return undefined
  const [credentialId, authenticatorData, clientDataJSON, signature, sheetHash] = texts.map((name) => {
    const text = data[name]
    return typeof text === 'string' ? text : undefined
  })
  if (!credentialId || !authenticatorData || !clientDataJSON || !signature || !sheetHash) return undefined
  const given = { credentialId, authenticatorData, clientDataJSON, signature, sheetHash }
  return { transaction, part, index, ...given }
}
