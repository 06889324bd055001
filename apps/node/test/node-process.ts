import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type NodeClient, openClient } from '@vc/client'
import { must } from '@vc/kernel'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

/** A real node: its own process on its own data folder. */
export type NodeProcess = {
  readonly client: NodeClient
  readonly url: string
  /** Where only reading is answered; undefined without `NODE_READ_PORT`. */
  readonly readUrl: string | undefined
  readonly pid: number
  /** Resolves with exit code or signal. */
  readonly ended: Promise<number | string>
  /** The newest lines of its log that warn of something. */
  readonly warnings: () => readonly string[]
  readonly kill: (signal: 'SIGKILL' | 'SIGTERM') => void
}

/** Types are taken out of the sources once for all nodes of a run (scripts/node24.mjs). */
const compiled = process.env.NODE_COMPILE_CACHE
const cache: Readonly<Record<string, string>> = compiled ? { NODE_COMPILE_CACHE: compiled } : {}

/** Starts a node and waits until it listens, or until it answers while it joins; throws with its log when it ends before that. */
export async function startNode(
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
  until: 'listening' | 'joining' = 'listening',
): Promise<NodeProcess> {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, ...cache, NODE_DATA_DIR: dataDir, NODE_RPC_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown'))
  })
  const log: string[] = []
  const ports = await listening(child, ended, { log, until })
  const url = urlOf(ports.port)
  const readUrl = ports.readPort === undefined ? undefined : urlOf(ports.readPort)
  const warnings = () => log.filter((line) => /"level":[456]0/.test(line)).slice(-12)
  const pid = must(child.pid, 'a process that listens')
  return { client: openClient(url), url, readUrl, pid, ended, warnings, kill: (signal) => child.kill(signal) }
}

const urlOf = (port: number) => `http://127.0.0.1:${port}`

type Ports = { readonly port: number; readonly readPort?: number }

function listening(
  child: ChildProcess,
  ended: Promise<number | string>,
  { log, until }: { readonly log: string[]; readonly until: string },
): Promise<Ports> {
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (text) => log.push(String(text)))
    const { stdout } = child
    if (!stdout) throw new Error('the node has no output')
    createInterface({ input: stdout }).on('line', (line) => {
      log.push(line)
      if (!line.startsWith('{')) return
      const { msg, port, readPort } = JSON.parse(line)
      if (msg === until) resolve({ port, readPort })
    })
    void ended.then((how) =>
      reject(new Error(`the node ended (${how}) before it listened:\n${log.join('\n')}`)),
    )
  })
}
