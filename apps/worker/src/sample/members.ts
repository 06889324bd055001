import { foundOrganisation, invite } from '@vc/api'
import { accountOf, fromHex, toHex } from '@vc/crypto'
import { unspentByKeyHash } from '@vc/db'
import { invitations, organisations as organisationRows, passkeys } from '@vc/db/identity'
import { CIRCULATION, VALUE } from '@vc/ledger'
import { and, eq, isNull } from 'drizzle-orm'
import { organisationKeys, organisations, type PersonKey, personKeys, personOf } from './consortium.ts'
import { type Desk, KEY_LABEL } from './desk.ts'
import { secretOf } from './draw.ts'
import { payIn } from './pay-in.ts'
import { sealSeed } from './software-key.ts'
import type { Lane, Stage, Step, Wait } from './stage.ts'

const INVITATION_MS = 3_600_000

/** Organisations first, then their people with their keys and accounts. */
export const membersLane: Lane = {
  part: 'members',
  steps: [
    { name: 'organisations', run: foundAll },
    ...personKeys.map(
      (person): Step => ({ name: `person:${person}`, run: (stage) => settleIn(stage, person) }),
    ),
    { name: 'purses', run: fillPurses },
  ],
}

/** An organisation and the mark that it is of the sample come together. A name that is taken is left alone and said. */
async function foundAll({ deps, run }: Stage): Promise<'done'> {
  for (const key of organisationKeys) {
    const { name, nameZh, role } = organisations[key]
    await deps.db.transaction(async (tx) => {
      const [known] = await tx.select().from(organisationRows).where(eq(organisationRows.name, name))
      if (known?.sampleRun === run) return
      if (known) throw new SampleNameTakenError(name)
      const { organisationId } = await foundOrganisation(tx, deps, { name, nameZh, roles: [role] })
      await tx.update(organisationRows).set({ sampleRun: run }).where(eq(organisationRows.id, organisationId))
    })
  }
  return 'done'
}

/** A real organisation has this name: the sample does not mix with it. */
export class SampleNameTakenError extends Error {
  readonly code = 'sample-name-taken'
}

async function settleIn(stage: Stage, person: PersonKey): Promise<'done'> {
  const desk = stage.desk(person)
  const { signs, hasAccount } = personOf(person)
  if (!(await isRegistered(stage, desk.signInKey.id))) await desk.enrol(await invitationFor(stage, person))
  if (signs && !(await isRegistered(stage, desk.actKey.id))) await addActKey(desk)
  if (hasAccount) await storeSeed(stage, desk)
  return 'done'
}

async function isRegistered({ deps }: Stage, credentialId: string): Promise<boolean> {
  const rows = await deps.db
    .select({ id: passkeys.id })
    .from(passkeys)
    .where(eq(passkeys.credentialId, credentialId))
  return rows.length > 0
}

/** A fresh invitation; one that was cut off before it was used is taken back. */
async function invitationFor(stage: Stage, person: PersonKey): Promise<string> {
  const { deps } = stage
  const { of } = personOf(person)
  const organisationId = await stage.organisationId(of)
  const validFrom = new Date(deps.clock.nowMs())
  const expiresAt = new Date(validFrom.getTime() + INVITATION_MS)
  return deps.db.transaction(async (tx) => {
    const left = and(
      eq(invitations.organisationId, organisationId),
      isNull(invitations.usedAt),
      isNull(invitations.revokedAt),
      isNull(invitations.invitedBy),
    )
    await tx.update(invitations).set({ revokedAt: validFrom }).where(left)
    const { role } = organisations[of]
    return invite(tx, deps, { organisationId, role, isAdmin: true, validFrom, expiresAt })
  })
}

async function addActKey(desk: Desk): Promise<void> {
  const options = await desk.steppedUp('actKeys.begin', { label: KEY_LABEL }, (api, input) =>
    api.actKeys.begin(input),
  )
  await (await desk.api()).actKeys.finish({ response: desk.actKey.create(options) })
}

async function storeSeed({ run }: Stage, desk: Desk): Promise<void> {
  const known = await (await desk.api()).seeds.read()
  if (known.length > 0) return
  const account = accountOf(desk.entropy)
  const sealed = sealSeed(desk.entropy, secretOf(run, desk.person, 'sign-in'), account.accountId)
  const input = { credentialId: desk.signInKey.id, ...sealed, ...account }
  await desk.steppedUp('seeds.store', input, (api, seed) => api.seeds.store(seed))
}

/** What the founders' treasury pays in for those who pay out of their own accounts, smallest units. */
const purses = { haddad: 500_000n, reyes: 2_000_000n } as const satisfies Partial<Record<PersonKey, bigint>>

async function fillPurses(stage: Stage): Promise<'done' | Wait> {
  const { deps, run } = stage
  const people = Object.keys(purses) as readonly (keyof typeof purses)[]
  const asked = people.map((person) => ({
    keyHash: fromHex(accountOf(stage.desk(person).entropy).debtKeyHash),
    amount: purses[person],
  }))
  await payIn(stage, { id: `purses-${run}`, purses: asked })
  const filter = { element: VALUE, layer: CIRCULATION } as const
  for (const { keyHash } of asked)
    if ((await unspentByKeyHash(deps.db, toHex(keyHash), filter)).length === 0) return 'block'
  return 'done'
}
