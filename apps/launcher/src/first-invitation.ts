import { randomBytes } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { findInvitation, foundOrganisation, invite } from '@vc/api'
import { sha256, utf8 } from '@vc/crypto'
import { type Db, openDatabase } from '@vc/db'
import { organisations, people } from '@vc/db/identity'

const clock = { nowMs: () => Date.now() }
const deps = { clock, random: (length: number) => new Uint8Array(randomBytes(length)) }
const VALID_MS = 7 * 24 * 3_600_000
const operator = {
  name: 'Network operator',
  nameZh: '网络运营方',
  roles: ['node-operator', 'admission'],
} as const

/**
 * While nobody has enrolled: the link by which the first admin of the operator does. The operator's organisation is
 * founded when there is none; the token is kept in `file`, for its owner only, so that a later start gives the same
 * link. Nothing once somebody has enrolled.
 */
export async function firstInvitation(
  databaseUrl: string,
  origin: string,
  file: string,
): Promise<string | undefined> {
  const { db, close } = openDatabase(databaseUrl, { max: 1 })
  try {
    const [somebody] = await db.select({ id: people.id }).from(people).limit(1)
    if (somebody) {
      await rm(file, { force: true })
      return undefined
    }
    const token = (await keptToken(db, file)) ?? (await newToken(db))
    await writeFile(file, `${token}\n`, { mode: 0o600 })
    return `${origin}/en/enrol/${token}`
  } finally {
    await close()
  }
}

async function keptToken(db: Db, file: string): Promise<string | undefined> {
  const token = (await readFile(file, 'utf8').catch(() => undefined))?.trim()
  if (!token) return undefined
  return (await findInvitation(db, sha256(utf8(token)), clock.nowMs())) && token
}

function newToken(db: Db): Promise<string> {
  return db.transaction(async (tx) => {
    const first = tx.select({ id: organisations.id }).from(organisations)
    const [known] = await first.orderBy(organisations.createdAt).limit(1)
    if (!known) return (await foundOrganisation(tx, deps, operator)).token
    const now = clock.nowMs()
    const times = { validFrom: new Date(now), expiresAt: new Date(now + VALID_MS) }
    return invite(tx, deps, { organisationId: known.id, role: operator.roles[0], isAdmin: true, ...times })
  })
}
