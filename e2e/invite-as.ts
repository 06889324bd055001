// Run as a program: founds an organisation of one role on a running network and prints the token of an invitation for
// its first administrator, good for some hours from now; with a number below zero it has run out.
import { randomBytes } from 'node:crypto'
import { foundOrganisation, invite, isRole } from '@vc/api'
import { openDatabase } from '@vc/db'
import { startPostgres } from '@vc/db/server'

const HOUR_MS = 3_600_000
const [folder = '', role = '', name = '', hours = '24'] = process.argv.slice(2)
if (!isRole(role)) throw new Error(`no role ${role}`)
// Its server runs already: this only tells its address, so it is not stopped here.
const { url } = await startPostgres({ dataDir: `${folder}/postgres`, port: 0 })
const { db, close } = openDatabase(url)
const random = (length: number) => new Uint8Array(randomBytes(length))
const deps = { clock: { nowMs: () => Date.now() }, random }
const token = await db.transaction(async (tx) => {
  const { organisationId } = await foundOrganisation(tx, deps, { name, nameZh: name, roles: [role] })
  const times = { validFrom: new Date(0), expiresAt: new Date(Date.now() + Number(hours) * HOUR_MS) }
  return invite(tx, deps, { organisationId, role, isAdmin: true, ...times })
})
await close()
console.log(token)
process.exit(0)
