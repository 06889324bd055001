import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Ports of the network under test; E2E_OFFSET lets several stand on one machine. */
const offset = Number(process.env.E2E_OFFSET ?? '0')
export const ports = {
  portal: 3317 + offset,
  node: 4917 + offset,
  postgres: 54_917 + offset,
  peers: 5117 + offset,
  verifier: 6117 + offset,
  operator: 7117 + offset,
}
/** How many nodes the network under test has. */
export const nodes = Number(process.env.E2E_NODES ?? '1')
export const portalOrigin = `http://localhost:${ports.portal}`
export const verifierOrigin = `http://localhost:${ports.verifier}`
export const nodeUrl = `http://127.0.0.1:${ports.node}`
/** Where the link of the first invitation is left for the tests. */
export const invitationFile = join(tmpdir(), `valuecyber-e2e-${ports.portal}-invitation`)
/** Where the data folder of the network is told to the tests. */
export const folderFile = join(tmpdir(), `valuecyber-e2e-${ports.portal}-folder`)
/** What the node asks of those who submit to it. */
export const nodeToken = () => ({
  token: () =>
    readFileSync(join(readFileSync(folderFile, 'utf8').trim(), 'node', 'rpc-token'), 'utf8').trim(),
})
