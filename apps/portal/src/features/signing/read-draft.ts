import { type ActLeg, type CaseLeg, digestOf, type LegCode, readLeg } from '@vc/acts'
import { equalBytes, fromHex } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import type { ApiAnswers } from '../../trpc/types.ts'

export type BegunAct = ApiAnswers['acts']['begin']
export type RequiredPart = BegunAct['required'][number]
export type DraftRefusal = { readonly code: LegCode | 'draft-differs' }

/**
 * Reads the draft's bytes in the browser and computes sheet and digests itself (keys.md, Hardware keys). Refuses when a
 * digest that the server asks to sign is not the one of these bytes. Names of organisations are shown beside what is
 * signed, never hashed.
 */
export function readDraft(begun: BegunAct, locale: string): Result<readonly ActLeg[], DraftRefusal> {
  const context = { network: fromHex(begun.network), decimals: begun.decimals }
  const names = new Map(
    begun.organisations.map((one) => [one.id, locale === 'zh-CN' ? one.nameZh : one.name]),
  )
  const legs: ActLeg[] = []
  for (const bytes of legsOf(begun)) {
    const read = readLeg(bytes, { ...context, describeKey: (hex) => names.get(hex) })
    if (!read.ok) return read
    legs.push(read.value)
  }
  const honest = begun.required.every((part) => {
    const digest = digestOf(legs[part.transaction], part, context.network)
    return digest !== undefined && equalBytes(digest, fromHex(part.sighash))
  })
  return honest ? ok(legs) : refuse({ code: 'draft-differs' })
}

/** The transactions of a draft as bytes, each with what its inputs name. */
export function legsOf({ transactions, named }: BegunAct): readonly CaseLeg[] {
  return transactions.map((hex, at) => ({
    bytes: fromHex(hex),
    named: (named[at] ?? []).map((output) => ({
      ...output,
      amount: BigInt(output.amount),
      script: fromHex(output.script),
    })),
  }))
}

/** The places that this person fills now: mine, still empty, and of a set of alternatives only one. */
export function partsToSign(required: BegunAct['required']): readonly RequiredPart[] {
  const taken = new Set(required.filter(({ mine, given }) => mine && given).map(nameOfSet))
  return required.filter((part) => {
    if (!part.mine || part.given) return false
    const name = nameOfSet(part)
    if (name === undefined) return true
    const first = !taken.has(name)
    taken.add(name)
    return first
  })
}

const nameOfSet = (part: RequiredPart) => part.set && `${part.transaction} ${part.set.name}`
