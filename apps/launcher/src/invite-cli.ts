import { join } from 'node:path'
import { firstInvitation } from './first-invitation.ts'

// Prints the link with which the first person enrols, until somebody has.

const { DATABASE_URL = '', PORTAL_ORIGIN = 'http://localhost:3000', VC_DATA_DIR = '.data' } = process.env
const link = await firstInvitation(DATABASE_URL, PORTAL_ORIGIN, join(VC_DATA_DIR, 'first-invitation'))
console.log(link === undefined ? 'Somebody has enrolled already.' : `Enrol the first person: ${link}`)
