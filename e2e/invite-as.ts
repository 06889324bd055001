// Run as a program: founds an organisation of one role on a running network and prints the token of its invitation.
import { randomBytes } from 'node:crypto'
import { foundOrganisation, isRole } from '@vc/api'
import { openDatabase } from '@vc/db'
import { startPostgres } from '@vc/db/server'

const [folder = '', role = '', name = ''] = process.argv.slice(2)
if (!isRole(role)) throw new Error(`no role ${role}`)
// Its server runs already: this only tells its address, so it is not stopped here.
const { url } = await startPostgres({ dataDir: `${folder}/postgres`, port: 0 })
const { db, close } = openDatabase(url)
const random = (length: number) => new Uint8Array(randomBytes(length))
const deps = { clock: { nowMs: () => Date.now() }, random }
const { token } = await db.transaction((tx) =>
  foundOrganisation(tx, deps, { name, nameZh: name, roles: [role] }),
)
await close()
console.log(token)
process.exit(0)
