import { type ApiDeps, appRouter, contextFor, createCaller, type SessionCookie } from '@vc/api'
import { passkeys, people } from '@vc/db/identity'
import { must } from '@vc/kernel'
import { eq } from 'drizzle-orm'
import { type PersonKey, personOf } from './consortium.ts'
import { secretOf } from './draw.ts'
import { type Party, softwareKey } from './software-key.ts'

const callerOf = createCaller(appRouter)
export type Api = ReturnType<typeof callerOf>
export const KEY_LABEL = 'Software key (sample)'

/** A person of the sample at work: what a browser is to others, without one. */
export type Desk = {
  readonly person: PersonKey
  /** The API with the person signed in. */
  readonly api: () => Promise<Api>
  /** Enrols with an invitation's token. */
  readonly enrol: (token: string) => Promise<void>
  /** Opens one procedure for one input by a fresh assertion, then calls it. */
  readonly steppedUp: <I, A>(path: string, input: I, call: (api: Api, input: I) => Promise<A>) => Promise<A>
  /** Secret of the key that signs acts, and of the account's seed: 32 bytes each. */
  readonly actSecret: Uint8Array
  readonly entropy: Uint8Array
  readonly signInKey: ReturnType<typeof softwareKey>
  readonly actKey: ReturnType<typeof softwareKey>
  readonly party: Party
}

/** Opens the desk of a person of a run. The session lives as long as the desk; it is opened anew when it has ended. */
export function openDesk(deps: ApiDeps, run: number, person: PersonKey): Desk {
  const { rpId, origins, configuration } = deps.env
  const door = { rpId, origin: must(origins[0], 'a portal has an origin') }
  // Acts are signed on the origin that the ledger's rules name, never on the portal's.
  const party = {
    rpId: must(configuration.rpIds[0], 'a network names a relying party for acts'),
    origin: must(configuration.origins[0], 'a network names an origin for acts'),
  }
  const secret = (use: string) => secretOf(run, person, use)
  const signInKey = softwareKey(secret('sign-in'), door)
  const actSecret = secret('act')
  const context = contexts(deps)
  const nobody = async () => callerOf(await context())
  const answer = async ({ challenge }: { challenge: string }) =>
    signInKey.get({ challenge }, await handleOf(deps, signInKey.id))
  const api = async () => {
    const now = await context()
    if (now.user) return callerOf(now)
    const door = callerOf(now)
    const response = await answer(await door.auth.login.begin())
    await door.auth.login.finish({ response })
    return nobody()
  }
  return {
    ...{ person, api, actSecret, entropy: secret('account'), signInKey, party },
    actKey: softwareKey(actSecret, party),
    async enrol(token) {
      const { auth } = await nobody()
      const personName = personOf(person).name
      const options = await auth.enrol.begin({ token, personName, label: KEY_LABEL })
      await auth.enrol.finish({ response: signInKey.create(options) })
    },
    async steppedUp(path, input, call) {
      const { auth } = await api()
      const response = await answer(await auth.stepUp.begin({ procedure: path, input }))
      await auth.stepUp.finish({ response })
      return call(await nobody(), input)
    },
  }
}

/** Contexts of one browser: the cookie is kept between requests. */
function contexts(deps: ApiDeps) {
  let sid: string | undefined
  const cookie: SessionCookie = {
    read: () => sid,
    write: (next) => {
      sid = next
    },
    clear: () => {
      sid = undefined
    },
  }
  return () => {
    const requestId = `sample-${Buffer.from(deps.random(9)).toString('base64url')}`
    return contextFor(deps, { requestId, ip: 'sample', origin: undefined, cookie })
  }
}

/** What an authenticator remembers of its user. */
async function handleOf({ db }: ApiDeps, credentialId: string): Promise<Uint8Array> {
  const [row] = await db
    .select({ handle: people.userHandle })
    .from(passkeys)
    .innerJoin(people, eq(people.id, passkeys.personId))
    .where(eq(passkeys.credentialId, credentialId))
  return must(row, 'a person of the sample who works has enrolled').handle
}
