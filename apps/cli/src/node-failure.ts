import { NodeCallError } from '@vc/client'
import type { Out } from './run-cli.ts'

/** Where the node of a network started by `npm start` answers. */
export const DEFAULT_NODE_URL = 'http://127.0.0.1:4710'

const isMissingFile = (error: unknown): error is Error & { readonly path: string } =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT' && 'path' in error

/** Says why a call of the node failed, or which file there is not, and what to do. Gives the exit code; anything else that was thrown goes on. */
export function sayNodeFailure(error: unknown, nodeUrl: string, out: Out): number {
  if (isMissingFile(error)) {
    out(`FAILED: there is no file ${error.path}`)
    return 1
  }
  if (!(error instanceof NodeCallError)) throw error
  out(`FAILED: ${error.code} ${JSON.stringify(error.facts)}`)
  if (error.code === 'node-unreachable') {
    out(
      `No node answers at ${nodeUrl}. Start the network with npm start, or set NODE_URL to where your node answers.`,
    )
  } else if (error.code === 'answer-malformed') {
    out(`What answers at ${nodeUrl} is no node of this version. Set NODE_URL to where your node answers.`)
  } else if (error.code === 'token-wrong') {
    out('This node answers that only to who has its token. Set NODE_TOKEN_FILE to its file (rpc-token).')
  } else out('The node answers, but refused the call. Nothing was changed.')
  return 1
}

/** A URL that a call can be made to; undefined when the text is none, after saying so. */
export function nodeUrlOf(
  environment: Readonly<Record<string, string | undefined>>,
  out: Out,
): string | undefined {
  const url = environment.NODE_URL || DEFAULT_NODE_URL
  if (/^https?:\/\//.test(url) && URL.canParse(url)) return url
  out(`FAILED: NODE_URL is ${JSON.stringify(url)}, which is no http address. Example: ${DEFAULT_NODE_URL}`)
  return undefined
}
