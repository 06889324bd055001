import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { openClient } from '@vc/client'
import { nobleBallotCurve } from '@vc/crypto'
import { openBlst } from '@vc/crypto/blst'
import { nodeArithmetic } from '@vc/crypto/node-collective'
import type { Db } from '@vc/db'
import { must } from '@vc/kernel'
import { defaultConfiguration } from '@vc/ledger'
import superjson from 'superjson'
import type { ApiDeps, ApiEnv } from './context.ts'
import { handleRequest } from './http/handle-request.ts'
import { createRateLimiter } from './rate-limit.ts'
import { writeCbor } from './testing-cbor.ts'

/** For tests of this and other packages: dependencies on a real database, a browser, an authenticator that can lie. */

export const TEST_ORIGIN = 'http://localhost:3000'

export type TestClock = { nowMs: () => number; advance: (ms: number) => void }
/** A clock that only moves when told. */
export function testClock(start = Date.UTC(2026, 0, 5)): TestClock {
  let now = start
  return {
    nowMs: () => now,
    advance: (ms) => {
      now += ms
    },
  }
}

const credentials = nodeArithmetic()
const ballots = (await openBlst()) ?? nobleBallotCurve

/** Real parts, but a node that does not answer and a clock of the test. */
export function testDeps(db: Db, clock: TestClock, change: Partial<ApiEnv> = {}): ApiDeps {
  return {
    db,
    client: openClient('http://127.0.0.1:9'),
    clock,
    random: (length) => new Uint8Array(randomBytes(length)),
    limiter: createRateLimiter(clock),
    wake: async () => {},
    ballots,
    credentials,
    report: ({ path, error }) => console.error(path, error.cause ?? error),
    env: {
      rpId: 'localhost',
      rpName: 'ValueCyber',
      origins: [TEST_ORIGIN],
      network: new Uint8Array(32).fill(7),
      configuration: { ...defaultConfiguration, rpIds: ['localhost'], origins: [TEST_ORIGIN] },
      decimals: 2,
      deviceBoundOnly: false,
      attestedModels: undefined,
      readmissionDelayMs: 24 * 3_600_000,
      limits: { signInPerMinute: 1000, actsPerMinute: 1000 },
      ...change,
    },
  }
}

export type Answer = {
  readonly status: number
  readonly ok: boolean
  readonly value: unknown
  readonly code: string
}
export type TestBrowser = {
  readonly call: (path: string, input?: unknown) => Promise<Answer>
  readonly ask: (path: string, input?: unknown) => Promise<Answer>
  /** Sends a procedure that takes a file, by the road that lets files in. */
  readonly importFile: (path: string, input: unknown) => Promise<Answer>
  readonly cookie: () => string | undefined
  readonly setCookie: (cookie: string | undefined) => void
}

/** A browser with a cookie of its own; `call` sends mutations, `ask` queries, through the real HTTP road. */
export const testBrowser = (deps: ApiDeps): TestBrowser =>
  browserOf(TEST_ORIGIN, (request) => handleRequest(request, deps, { ip: '127.0.0.1' }))

/** The same through another door to the API than its own. */
export const testBrowserBy = (send: (request: Request) => Promise<Response>): TestBrowser =>
  browserOf(TEST_ORIGIN, send)

/** The same at a portal that runs. Throws when there is no answer, or one that is not the API's. */
export const httpBrowser = (origin: string): TestBrowser => browserOf(origin, (request) => fetch(request))

function browserOf(origin: string, send: (request: Request) => Promise<Response>): TestBrowser {
  let cookie: string | undefined
  const exchange = async (request: Request): Promise<Answer> => {
    if (cookie !== undefined) request.headers.set('cookie', `__Host-sid=${cookie}`)
    const response = await send(request)
    for (const line of response.headers.getSetCookie()) cookie = /^__Host-sid=([^;]+)/.exec(line)?.[1]
    return readAnswer(response)
  }
  const headers = { 'sec-fetch-site': 'same-origin', origin, 'content-type': 'application/json' }
  const url = (path: string) => `${origin}/api/trpc/${path}`
  return {
    cookie: () => cookie,
    setCookie: (next) => {
      cookie = next
    },
    call: (path, input) =>
      exchange(new Request(url(path), { method: 'POST', headers, body: superjson.stringify(input) })),
    importFile: (path, input) => {
      const body = superjson.stringify(input)
      return exchange(new Request(`${origin}/api/import/${path}`, { method: 'POST', headers, body }))
    },
    ask: (path, input) =>
      exchange(
        new Request(`${url(path)}?input=${encodeURIComponent(superjson.stringify(input))}`, { headers }),
      ),
  }
}

async function readAnswer(response: Response): Promise<Answer> {
  const body = JSON.parse(await response.text())
  const { status, ok } = response
  if (ok) return { status, ok, value: superjson.deserialize(body.result.data), code: 'ok' }
  const error = superjson.deserialize<{ data: { code: string } }>(body.error)
  return { status, ok, value: error, code: error.data.code }
}

/** What an authenticator or a browser may say instead of the truth. */
export type Lies = {
  readonly origin?: string
  readonly rpId?: string
  readonly type?: string
  readonly challenge?: string
  readonly crossOrigin?: boolean
  readonly topOrigin?: string
  readonly flags?: number
  readonly counter?: number
  readonly userHandle?: string | undefined
  readonly credentialId?: string
  readonly algorithm?: number
  readonly breakSignature?: boolean
}

type CreateOptions = { readonly challenge: string; readonly user: { readonly id: string } }
type GetOptions = { readonly challenge: string }
const UP_UV = 0x05
const ATTESTED = 0x40

/** A P-256 authenticator with one discoverable key: real signatures, attestation "none", and lies on demand. */
export function testAuthenticator(rpId = 'localhost', origin = TEST_ORIGIN) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(32).toString('base64url')
  let counter = 0
  let userHandle: string | undefined
  const clientData = (type: string, challenge: string, lies: Lies) =>
    Buffer.from(
      JSON.stringify({
        type: lies.type ?? type,
        challenge: lies.challenge ?? challenge,
        origin: lies.origin ?? origin,
        crossOrigin: lies.crossOrigin ?? false,
        ...(lies.topOrigin === undefined ? {} : { topOrigin: lies.topOrigin }),
      }),
    )
  const head = (lies: Lies, flags: number) => {
    counter += 1
    const count = Buffer.alloc(4)
    count.writeUInt32BE(lies.counter ?? counter)
    return Buffer.concat([hash(lies.rpId ?? rpId), Buffer.of(lies.flags ?? flags), count])
  }
  return {
    id,
    create(options: CreateOptions, lies: Lies = {}) {
      userHandle = options.user.id
      const credentialId = Buffer.from(lies.credentialId ?? id, 'base64url')
      const size = Buffer.of(credentialId.length >> 8, credentialId.length & 0xff)
      const key = coseKey(publicKey, lies.algorithm ?? -7)
      const flags = lies.flags === undefined ? {} : { flags: lies.flags | ATTESTED }
      const start = head({ ...lies, ...flags }, UP_UV | ATTESTED)
      const authData = Buffer.concat([start, Buffer.alloc(16), size, credentialId, key])
      const object = writeCbor(
        new Map<string, unknown>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', authData],
        ]),
      )
      return envelope(lies.credentialId ?? id, {
        clientDataJSON: clientData('webauthn.create', options.challenge, lies).toString('base64url'),
        attestationObject: object.toString('base64url'),
        transports: ['internal'],
      })
    },
    get(options: GetOptions, lies: Lies = {}) {
      const clientDataJSON = clientData('webauthn.get', options.challenge, lies)
      const authenticatorData = head(lies, UP_UV)
      const signature = sign('sha256', Buffer.concat([authenticatorData, hash(clientDataJSON)]), privateKey)
      if (lies.breakSignature) signature[signature.length - 1] = (signature.at(-1) ?? 0) ^ 1
      const handle = 'userHandle' in lies ? lies.userHandle : userHandle
      return envelope(lies.credentialId ?? id, {
        clientDataJSON: clientDataJSON.toString('base64url'),
        authenticatorData: authenticatorData.toString('base64url'),
        signature: signature.toString('base64url'),
        ...(handle === undefined ? {} : { userHandle: handle }),
      })
    },
  }
}
export type TestAuthenticator = ReturnType<typeof testAuthenticator>

const envelope = <R>(id: string, response: R) =>
  ({ id, rawId: id, type: 'public-key', clientExtensionResults: {}, response }) as const
const hash = (data: string | Uint8Array) => createHash('sha256').update(data).digest()

function coseKey(publicKey: KeyObject, algorithm: number): Buffer {
  const { x, y } = publicKey.export({ format: 'jwk' })
  const point = (text: string | undefined) => Buffer.from(must(text, 'a P-256 key has both'), 'base64url')
  return writeCbor(
    new Map<number, unknown>([
      [1, 2],
      [3, algorithm],
      [-1, 1],
      [-2, point(x)],
      [-3, point(y)],
    ]),
  )
}

/** Enrols the person of an invitation with a fresh key; the browser is signed in afterwards. */
export async function enrolPerson(
  browser: TestBrowser,
  token: string,
  personName: string,
  key = testAuthenticator(),
) {
  const options = await browser.call('auth.enrol.begin', { token, personName, label: 'first key' })
  const made = await browser.call('auth.enrol.finish', {
    response: key.create(options.value as CreateOptions),
  })
  if (!made.ok) throw new Error(`enrolment refused: ${made.code}`)
  const value = made.value as { personId: string; membershipId: string; recoveryCodes: string[] }
  return { key, ...value }
}

/** Signs in with a key that is enrolled. */
export async function signIn(browser: TestBrowser, key: TestAuthenticator, lies: Lies = {}): Promise<Answer> {
  const options = await browser.call('auth.login.begin')
  return browser.call('auth.login.finish', { response: key.get(options.value as GetOptions, lies) })
}

/** Calls a procedure that asks for a fresh assertion, with one. */
export async function callSteppedUp(
  browser: TestBrowser,
  key: TestAuthenticator,
  path: string,
  input?: unknown,
) {
  const options = await browser.call('auth.stepUp.begin', { procedure: path, input })
  await browser.call('auth.stepUp.finish', { response: key.get(options.value as GetOptions) })
  return browser.call(path, input)
}
