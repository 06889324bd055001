/** What a decision gives: a value, or a refusal with a stable code. Refusals are values, never thrown. */
export type Result<T, R> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: R }

/** The rule says yes. */
export const ok = <T>(value: T) => ({ ok: true, value }) as const

/** The rule says no, and why. */
export const refuse = <R>(refusal: R) => ({ ok: false, refusal }) as const
