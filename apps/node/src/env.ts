import { join } from 'node:path'
import type { Checkpoint } from '@vc/consensus'
import { fromHex } from '@vc/crypto'
import { z } from 'zod'
import { MOST_STORED } from './storage/disk-store.ts'

const flag = z.enum(['0', '1', 'false', 'true']).transform((text) => text === '1' || text === 'true')
const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most)

function checkpointIn(text: string): Checkpoint {
  const [height = '', hash = ''] = text.split(':')
  return { height: Number(height), hash: fromHex(hash) }
}

const schema = z.object({
  /** Folder of genesis, configuration, keys, sign-state and store. */
  NODE_DATA_DIR: z.string().min(1),
  NODE_RPC_HOST: z.enum(['127.0.0.1', '::1']).default('127.0.0.1'),
  /** 0 lets the system choose; the port is in the log line `listening`. */
  NODE_RPC_PORT: whole(0, 65_535).default(4710),
  /** A port that answers what only reads, to everybody on this machine; the other one then answers nobody without the token. */
  NODE_READ_PORT: whole(0, 65_535).optional(),
  /** When set, what changes something is done only for callers with the token in this file. */
  NODE_TOKEN_FILE: z.string().min(1).optional(),
  /** Address and port of health and metrics; no port, no such server. */
  NODE_WATCH_HOST: z.string().min(1).default('127.0.0.1'),
  NODE_WATCH_PORT: whole(0, 65_535).optional(),
  /** Where to listen for peers, as /ip4/0.0.0.0/tcp/4711, separated by commas. Unset: a node alone. */
  NODE_LISTEN: z.string().default(''),
  /** Where members may be found, as /dns4/node.example/tcp/4711/p2p/PEER, separated by commas. */
  NODE_PEERS: z.string().min(1).optional(),
  /** A file of such addresses, one a line; read when NODE_PEERS is not set. */
  NODE_PEERS_FILE: z.string().min(1).optional(),
  NODE_PEER_KEY_FILE: z.string().min(1).optional(),
  /** What the organisation says of itself; its hash is in the member record. */
  NODE_CERTIFICATE_FILE: z.string().min(1).optional(),
  NODE_GENESIS_FILE: z.string().min(1).optional(),
  NODE_CONFIGURATION_FILE: z.string().min(1).optional(),
  NODE_KEY_FILE: z.string().min(1).optional(),
  /** Does this node make blocks and votes with the keys of its key file? */
  NODE_PRODUCE: flag.default(true),
  /** Smallest fee of a transaction in this node's mempool, in smallest units. Policy, never a rule. */
  NODE_MIN_FEE: z
    .string()
    .regex(/^\d{1,16}$/)
    .default('0')
    .transform(BigInt),
  NODE_MEMPOOL_TRANSACTIONS: whole(1, 1_000_000).default(20_000),
  NODE_MEMPOOL_BYTES: whole(1, 1_000_000_000).default(64_000_000),
  /** Threads that judge a block together. Unset: one for each core; fewer where several nodes share a machine. */
  NODE_THREADS: whole(1, 256).optional(),
  /** So many final blocks are kept whole, older ones as headers only. Unset: all, as a portal's node must. */
  NODE_KEEP_BLOCKS: whole(100, 1_000_000_000).optional(),
  /** Bytes that the file of the chain may have; the node stops before it would be larger. 128 GiB unless set. */
  NODE_STORE_BYTES: whole(65_536, 2 ** 46).default(MOST_STORED),
  /** How a node without a chain begins: judges every block since genesis, or takes a final block's state from its peers. */
  NODE_JOIN: z.enum(['genesis', 'snapshot']).default('genesis'),
  /** After so many final blocks a snapshot is made for those who join. 0: none is given. */
  NODE_SNAPSHOT_EVERY: whole(0, 1_000_000_000).default(1_000),
  /** A block that is final by the word of others, as HEIGHT:HASH: every branch that this node walks stands on it. */
  NODE_TRUSTED_CHECKPOINT: z
    .string()
    .regex(/^\d{1,9}:[0-9a-f]{64}$/)
    .optional()
    .transform((text) => text && checkpointIn(text)),
  /** A bitcoind to read headers of, where the network's beacon or claims come from there; peers give them else. */
  BITCOIN_RPC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Its cookie, when the URL holds neither user nor password. */
  BITCOIN_RPC_COOKIE_FILE: z.string().min(1).optional(),
  /** The operator says that this sign-state is the only one although the file was moved here. */
  NODE_ADOPT_SIGN_STATE: flag.default(false),
  NODE_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  /** Where traces go, an OTLP/HTTP collector; none are made without it. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  FAILPOINTS: z.string().default(''),
  /** A file to which each failpoint passed is written; for tests. */
  FAILPOINT_TRACE: z.string().min(1).optional(),
})

export type NodeSettings = {
  readonly dataDir: string
  readonly genesisFile: string
  readonly configurationFile: string
  readonly keyFile: string
  readonly storePath: string
  readonly signStateFile: string
  readonly creditPolicyFile: string
  readonly noticesFile: string
  /** The bare git repository of configurations. */
  readonly configurationRepository: string
  readonly tokenFile: string | undefined
  readonly watchHost: string
  readonly watchPort: number | undefined
  /** Empty: this node has no peers. */
  readonly listen: readonly string[]
  readonly peers: string | undefined
  readonly peersFile: string
  readonly peerKeyFile: string
  readonly certificateFile: string
  readonly rpcHost: string
  readonly rpcPort: number
  readonly readPort: number | undefined
  readonly produce: boolean
  readonly adoptSignState: boolean
  readonly trusted: Checkpoint | undefined
  readonly threads: number | undefined
  readonly keepBlocks: number | undefined
  readonly storeBytes: number
  readonly join: 'genesis' | 'snapshot'
  readonly snapshotEvery: number
  readonly snapshotsPath: string
  readonly bitcoin: { readonly url: string; readonly cookieFile: string | undefined } | undefined
  readonly bitcoinPath: string
  readonly policy: { readonly minFee: bigint; readonly transactions: number; readonly bytes: number }
  readonly logLevel: string
  readonly traces: string | undefined
  readonly failpoints: string
  readonly failpointTrace: string | undefined
}

/** Reads the node's environment, once; an empty variable is one that is not set. Throws with the names of what is unset or out of range. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): NodeSettings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(given)
  if (!parsed.success) throw new Error(`environment: ${z.prettifyError(parsed.error)}`)
  const set = parsed.data
  if (set.NODE_READ_PORT !== undefined && set.NODE_TOKEN_FILE === undefined)
    throw new Error('environment: NODE_READ_PORT needs NODE_TOKEN_FILE, which keeps the other port')
  const inside = (name: string) => join(set.NODE_DATA_DIR, name)
  return {
    dataDir: set.NODE_DATA_DIR,
    genesisFile: set.NODE_GENESIS_FILE ?? inside('genesis.block'),
    configurationFile: set.NODE_CONFIGURATION_FILE ?? inside('configuration.json'),
    keyFile: set.NODE_KEY_FILE ?? inside('node-key.json'),
    storePath: inside('store'),
    signStateFile: inside('sign-state'),
    creditPolicyFile: inside('credit-policy.json'),
    noticesFile: inside('notices.json'),
    configurationRepository: inside('configuration.git'),
    tokenFile: set.NODE_TOKEN_FILE,
    watchHost: set.NODE_WATCH_HOST,
    watchPort: set.NODE_WATCH_PORT,
    listen: set.NODE_LISTEN.split(',').filter((part) => part !== ''),
    peers: set.NODE_PEERS,
    peersFile: set.NODE_PEERS_FILE ?? inside('peers'),
    peerKeyFile: set.NODE_PEER_KEY_FILE ?? inside('peer-key.json'),
    certificateFile: set.NODE_CERTIFICATE_FILE ?? inside('certificate.json'),
    rpcHost: set.NODE_RPC_HOST,
    rpcPort: set.NODE_RPC_PORT,
    readPort: set.NODE_READ_PORT,
    produce: set.NODE_PRODUCE,
    adoptSignState: set.NODE_ADOPT_SIGN_STATE,
    keepBlocks: set.NODE_KEEP_BLOCKS,
    storeBytes: set.NODE_STORE_BYTES,
    threads: set.NODE_THREADS,
    join: set.NODE_JOIN,
    snapshotEvery: set.NODE_SNAPSHOT_EVERY,
    snapshotsPath: inside('snapshots'),
    bitcoin: set.BITCOIN_RPC_URL
      ? { url: set.BITCOIN_RPC_URL, cookieFile: set.BITCOIN_RPC_COOKIE_FILE }
      : undefined,
    bitcoinPath: inside('bitcoin'),
    trusted: set.NODE_TRUSTED_CHECKPOINT || undefined,
    policy: {
      minFee: set.NODE_MIN_FEE,
      transactions: set.NODE_MEMPOOL_TRANSACTIONS,
      bytes: set.NODE_MEMPOOL_BYTES,
    },
    logLevel: set.NODE_LOG_LEVEL,
    traces: set.OTEL_EXPORTER_OTLP_ENDPOINT,
    failpoints: set.FAILPOINTS,
    failpointTrace: set.FAILPOINT_TRACE,
  }
}
