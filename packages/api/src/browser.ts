/** For the browser: pure, imports nothing of the server. */

export { may, type Permission, permissions, type Role, roles } from './permissions.ts'
export type { ErrorFacts } from './refusal-to-error.ts'
export type { AppRouter } from './root.ts'

type Extensions = { readonly credProps?: unknown; readonly prf?: { readonly enabled?: boolean } }
type Credential = { readonly clientExtensionResults: Extensions }

/**
 * What may be sent of a browser's answer (startRegistration, startAuthentication): the PRF's results stay in the
 * browser, since they open the sealed seed. The API refuses an answer that still has them.
 */
export function withoutSecrets<T extends Credential>(answer: T) {
  const { credProps, prf } = answer.clientExtensionResults
  const enabled = prf?.enabled === undefined ? {} : { enabled: prf.enabled }
  const kept = {
    ...(credProps === undefined ? {} : { credProps }),
    ...(prf === undefined ? {} : { prf: enabled }),
  }
  return {
    ...answer,
    clientExtensionResults: kept as { credProps?: { rk?: boolean }; prf?: { enabled?: boolean } },
  }
}
