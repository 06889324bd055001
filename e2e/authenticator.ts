import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { CDPSession, Page } from '@playwright/test'
import { must } from '@vc/kernel'

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
/** The first key of each page: its person's own. */
const own = new WeakMap<Page, string>()

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

/**
 * Plugs the key of one page into another, as a person does who has one key and two windows: the same credentials, and
 * what is made in the other window is on the key in the first one too.
 */
export async function plugSameInto(page: Page, other: Page): Promise<void> {
  const [here, there] = [await opened(page), await add(other)]
  const authenticatorId = must(own.get(page), 'the page has a key')
  const { credentials } = await here.send('WebAuthn.getCredentials', { authenticatorId })
  for (const credential of credentials)
    await there.session.send('WebAuthn.addCredential', {
      authenticatorId: there.authenticatorId,
      credential: ofThisSite(credential),
    })
  there.session.on('WebAuthn.credentialAdded', ({ credential }) => {
    void here.send('WebAuthn.addCredential', { authenticatorId, credential: ofThisSite(credential) })
  })
}

/** A key that keeps no list of its sites does not tell which one a credential is for. */
const ofThisSite = <C extends { rpId?: string }>(credential: C) => ({ ...credential, rpId: 'localhost' })

function opened(page: Page): Promise<CDPSession> {
  const known = sessions.get(page)
  if (known) return known
  const session = page.context().newCDPSession(page)
  sessions.set(page, session)
  return session
}

async function add(page: Page) {
  const isNew = !sessions.has(page)
  const session = await opened(page)
  if (isNew) await session.send('WebAuthn.enable')
  const options = { options: keyOptions }
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', options)
  if (!own.has(page)) own.set(page, authenticatorId)
  return { session, authenticatorId }
}
