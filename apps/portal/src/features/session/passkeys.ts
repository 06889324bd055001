import {
  type AuthenticationResponseJSON,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'

type Extensions = { credProps?: { rk?: boolean }; prf?: { enabled?: boolean } }

/** What may leave the browser of the extensions: whether PRF is there, never its results. */
function harmless(results: Extensions): { credProps?: { rk?: boolean }; prf?: { enabled?: boolean } } {
  const { credProps, prf } = results
  return {
    ...(credProps?.rk === undefined ? {} : { credProps: { rk: credProps.rk } }),
    ...(prf?.enabled === undefined ? {} : { prf: { enabled: prf.enabled } }),
  }
}

type Attachment = { authenticatorAttachment?: 'cross-platform' | 'platform' }
const attachmentOf = (attachment: string | undefined): Attachment =>
  attachment === 'cross-platform' || attachment === 'platform' ? { authenticatorAttachment: attachment } : {}

/** Makes a passkey with the options of the API; gives what the API takes. */
export const createPasskey = async (optionsJSON: PublicKeyCredentialCreationOptionsJSON) =>
  registrationOf(await startRegistration({ optionsJSON }))

/** Of a key that was made, what the API takes. */
export function registrationOf(made: RegistrationResponseJSON) {
  const { id, rawId, response } = made
  const { clientDataJSON, attestationObject, transports } = response
  const known = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const
  return {
    id,
    rawId,
    type: 'public-key' as const,
    ...attachmentOf(made.authenticatorAttachment),
    clientExtensionResults: harmless(made.clientExtensionResults as Extensions),
    response: {
      clientDataJSON,
      attestationObject,
      transports: known.filter((transport) =>
        (transports as readonly string[] | undefined)?.includes(transport),
      ),
    },
  }
}

/** Asks a passkey with the options of the API; gives what the API takes. */
export async function askPasskey(optionsJSON: PublicKeyCredentialRequestOptionsJSON) {
  const answer: AuthenticationResponseJSON = await startAuthentication({ optionsJSON })
  const { id, rawId, response } = answer
  const { clientDataJSON, authenticatorData, signature, userHandle } = response
  return {
    id,
    rawId,
    type: 'public-key' as const,
    ...attachmentOf(answer.authenticatorAttachment),
    clientExtensionResults: harmless(answer.clientExtensionResults as Extensions),
    response: { clientDataJSON, authenticatorData, signature, ...(userHandle ? { userHandle } : {}) },
  }
}
