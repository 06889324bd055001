import { type ActCase, type ActLeg, decodeActCase, digestOf, readLeg } from '@vc/acts'
import { decodeBase64url, equalBytes, toHex } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import type { Settings } from './settings.ts'

/** An act as this page has read it from bytes. */
export type OpenCase = { readonly act: ActCase; readonly legs: readonly ActLeg[] }
export type CaseRefusal = { readonly code: string; readonly facts?: Readonly<Record<string, string>> }

/**
 * Reads a case and writes its sheets. Refusals: `act-foreign`, `act-broken`, `act-other-network` {network},
 * `draft-unreadable`, `draft-outputs`, and `act-place` for a place to sign that the act does not have.
 */
export function openCase(bytes: Uint8Array, settings: Settings): Result<OpenCase, CaseRefusal> {
  const read = decodeActCase(bytes)
  if (!read.ok) return read
  const act = read.value
  if (!equalBytes(act.network, settings.network))
    return refuse({ code: 'act-other-network', facts: { network: toHex(act.network) } })
  const legs: ActLeg[] = []
  for (const one of act.legs) {
    const leg = readLeg(one, settings)
    if (!leg.ok) return leg
    legs.push(leg.value)
  }
  const hasAll = act.parts.every((part) => digestOf(legs[part.transaction], part, act.network) !== undefined)
  return hasAll ? ok({ act, legs }) : refuse({ code: 'act-place' })
}

/** The same for the text of a QR code or link: everything behind the first `#`, or the whole text. It can not be signed. */
export function openText(text: string, settings: Settings): Result<OpenCase, CaseRefusal> {
  const bytes = decodeBase64url(text.slice(text.indexOf('#') + 1).trim())
  if (bytes === undefined) return refuse({ code: 'act-foreign' })
  const opened = openCase(bytes, settings)
  return opened.ok ? ok({ ...opened.value, act: { ...opened.value.act, parts: [] } }) : opened
}
