import { readsOnly } from './reads-only.ts'
import { type Answer, openRpcServer, type RpcServer } from './server.ts'
import { openGuard } from './token.ts'
import { tracedAnswer, withinTrace } from './trace-calls.ts'

export type ServerSettings = {
  readonly rpcHost: string
  readonly rpcPort: number
  readonly readPort: number | undefined
  readonly tokenFile: string | undefined
}

/** Where a node answers: one port, or one for who has the token and one for who only reads. */
export async function openServers(
  { rpcHost: host, rpcPort, readPort, tokenFile }: ServerSettings,
  face: Answer,
  onDefect: (error: unknown) => void,
): Promise<RpcServer & { readonly readPort: number | undefined }> {
  const answer = tracedAnswer(face)
  const common = { host, within: withinTrace, onDefect }
  const guard = openGuard(tokenFile, { hasReadPort: readPort !== undefined })
  const server = await openRpcServer({ ...common, port: rpcPort, answer, guard })
  const reading =
    readPort === undefined
      ? undefined
      : await openRpcServer({ ...common, port: readPort, answer: readsOnly(answer) })
  const close = async () => void (await Promise.all([server.close(), reading?.close()]))
  return { port: server.port, readPort: reading?.port, close }
}
