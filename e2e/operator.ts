// Run as a program beside a network under test: does what walks ask of those who run the network, each POST one task
// (operator-tasks.ts). It stays, since its start takes longer than all that it does.
import '../apps/launcher/src/end-with-parent.ts'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { openDatabase } from '@vc/db'
import { startPostgres } from '@vc/db/server'
import { operatorTasks } from './operator-tasks.ts'
import { ports } from './place.ts'

const [folder = ''] = process.argv.slice(2)
// Its server runs already: this only tells its address, so it is not stopped here.
const { url } = await startPostgres({ dataDir: `${folder}/postgres`, port: 0 })
const tasks = operatorTasks(openDatabase(url).db, folder) as Record<
  string,
  (asked: never) => Promise<unknown>
>

const server = createServer(async (request, response) => {
  try {
    const task = tasks[request.url?.slice(1) ?? '']
    if (!task) throw new Error(`no task ${request.url}`)
    response.end(JSON.stringify((await task(JSON.parse(await text(request)) as never)) ?? null))
  } catch (error) {
    response.writeHead(500).end(String(error))
  }
})
await once(server.listen(ports.operator, '127.0.0.1'), 'listening')
console.log('ready')
