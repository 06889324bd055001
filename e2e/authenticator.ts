import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { CDPSession, Page } from '@playwright/test'

const keyOptions = {
  protocol: 'ctap2',
  ctap2Version: 'ctap2_1',
  transport: 'usb',
  hasResidentKey: true,
  hasUserVerification: true,
  hasPrf: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
} as const
const sessions = new WeakMap<Page, Promise<CDPSession>>()

/** A security key in its socket. */
export type VirtualKey = {
  /** Nobody touches it any more: it answers nothing. */
  readonly putAway: () => Promise<void>
  readonly takeOut: () => Promise<void>
}

/** Plugs a virtual security key into a page: CTAP 2.1, user verification, PRF, as Chromium's own tests have it. */
export async function plugIn(page: Page): Promise<VirtualKey> {
  const { session, authenticatorId } = await add(page)
  const touch = async (enabled: boolean) => {
    await session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })
  }
  return { putAway: () => touch(false), takeOut: () => touch(true) }
}

/** Plugs in a key that holds a passkey for this site which the portal has never seen. */
export async function plugInForeign(page: Page): Promise<void> {
  const { session, authenticatorId } = await add(page)
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const credential = {
    credentialId: randomBytes(32).toString('base64'),
    isResidentCredential: true,
    rpId: 'localhost',
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    userHandle: randomBytes(32).toString('base64'),
    signCount: 1,
  }
  await session.send('WebAuthn.addCredential', { authenticatorId, credential })
}

async function add(page: Page) {
  let opened = sessions.get(page)
  if (!opened) {
    opened = page.context().newCDPSession(page)
    sessions.set(page, opened)
    await (await opened).send('WebAuthn.enable')
  }
  const session = await opened
  const options = { options: keyOptions }
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', options)
  return { session, authenticatorId }
}
