// Run as a program beside a network under test: founds an organisation of one role for each POST and answers the token of
// the invitation of its first administrator; given a number of hours, of another one that ends so much from now, or below
// zero has ended. It stays, since its start takes longer than all that it does.
import '../apps/launcher/src/end-with-parent.ts'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { foundOrganisation, invite, type Role } from '@vc/api'
import { openDatabase } from '@vc/db'
import { startPostgres } from '@vc/db/server'
import { ports } from './place.ts'

export type InvitationAs = { readonly role: Role; readonly name: string; readonly hours?: number | undefined }

const HOUR_MS = 3_600_000
const [folder = ''] = process.argv.slice(2)
// Its server runs already: this only tells its address, so it is not stopped here.
const { url } = await startPostgres({ dataDir: `${folder}/postgres`, port: 0 })
const { db } = openDatabase(url)
const random = (length: number) => new Uint8Array(randomBytes(length))
const deps = { clock: { nowMs: () => Date.now() }, random }

const invitationAs = ({ role, name, hours }: InvitationAs) =>
  db.transaction(async (tx) => {
    const founded = await foundOrganisation(tx, deps, { name, nameZh: name, roles: [role] })
    if (hours === undefined) return founded.token
    const times = { validFrom: new Date(0), expiresAt: new Date(Date.now() + hours * HOUR_MS) }
    return invite(tx, deps, { organisationId: founded.organisationId, role, isAdmin: true, ...times })
  })

const server = createServer(async (request, response) => {
  try {
    response.end(await invitationAs(JSON.parse(await text(request))))
  } catch (error) {
    response.writeHead(500).end(String(error))
  }
})
await once(server.listen(ports.invitations, '127.0.0.1'), 'listening')
console.log('ready')
