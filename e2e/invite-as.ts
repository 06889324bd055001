// Run as a program: founds an organisation of one role on a running network and prints the token of the invitation of
// its first administrator; given a number of hours, of another one that ends so much from now, or below zero has ended.
import { randomBytes } from 'node:crypto'
import { foundOrganisation, invite, isRole } from '@vc/api'
import { openDatabase } from '@vc/db'
import { startPostgres } from '@vc/db/server'

const HOUR_MS = 3_600_000
const [folder = '', role = '', name = '', hours = ''] = process.argv.slice(2)
if (!isRole(role)) throw new Error(`no role ${role}`)
// Its server runs already: this only tells its address, so it is not stopped here.
const { url } = await startPostgres({ dataDir: `${folder}/postgres`, port: 0 })
const { db, close } = openDatabase(url)
const random = (length: number) => new Uint8Array(randomBytes(length))
const deps = { clock: { nowMs: () => Date.now() }, random }
const token = await db.transaction(async (tx) => {
  const founded = await foundOrganisation(tx, deps, { name, nameZh: name, roles: [role] })
  if (hours === '') return founded.token
  const times = { validFrom: new Date(0), expiresAt: new Date(Date.now() + Number(hours) * HOUR_MS) }
  return invite(tx, deps, { organisationId: founded.organisationId, role, isAdmin: true, ...times })
})
await close()
console.log(token)
process.exit(0)
