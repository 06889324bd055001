import { ok, type Result, refuse } from '@vc/kernel'
import type { AnyRefusal } from '../../refusal-to-error.ts'

/** A refusal of the domain with its numbers as facts that the API can carry and a sentence can show. */
export function withFacts<T>(result: Result<T, { readonly code: string }>): Result<T, AnyRefusal> {
  if (result.ok) return ok(result.value)
  const { code, ...facts } = result.refusal
  const shown = Object.entries(facts).map(([name, value]) => [
    name,
    typeof value === 'bigint' ? `${value}` : value,
  ])
  return refuse({ code, facts: Object.fromEntries(shown) })
}
