import { basename, join } from 'node:path'
import { foundNetwork } from './found-network.ts'

// found-cli.ts DATA NODE …: founds a development network of these nodes in DATA, each in the folder of its name, and
// the worker's keys in DATA/worker; does nothing when it is there. Each node is looked for at its name, port 4711.

const PEER_PORT = 4711
const [data = '', first = '', ...others] = process.argv.slice(2)
if (data === '' || first === '') {
  console.error('Usage: found-cli.ts DATA NODE …')
  process.exit(2)
}
const folders = { node: join(data, first), worker: join(data, 'worker'), postgres: join(data, 'postgres') }
const hostOf = (folder: string) => `/dns4/${basename(folder)}/tcp/${PEER_PORT}`
const origin = process.env.VERIFIER_ORIGIN || 'http://localhost:3001'
const nodes = { folders: others.map((name) => join(data, name)), hostOf }
await foundNetwork(folders, origin, Date.now(), { others: nodes })
console.log(`The network in ${data} has ${1 + others.length} nodes.`)
