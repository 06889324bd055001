/** Where a command writes its lines. */
export type Out = (line: string) => void
/** Gives the exit code: 0 when all is well. */
export type Command = (
  args: readonly string[],
  out: Out,
  environment: Readonly<Record<string, string | undefined>>,
) => Promise<number>

/** Loaded when called, so that a verifier opens no database driver. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  vectors: async () => (await import('./commands/vectors.ts')).vectors,
  verify: async () => (await import('./commands/verify.ts')).verify,
  rebuild: async () => (await import('./commands/rebuild.ts')).rebuild,
  replay: async () => (await import('./commands/replay.ts')).replay,
  fuzz: async () => (await import('./commands/fuzz.ts')).fuzz,
  score: async () => (await import('./commands/score.ts')).score,
  exposure: async () => (await import('./commands/exposure.ts')).exposure,
  ratios: async () => (await import('./commands/ratios.ts')).ratios,
  portfolio: async () => (await import('./commands/portfolio.ts')).portfolio,
  cheque: async () => (await import('./commands/cheque.ts')).cheque,
  status: async () => (await import('./commands/status.ts')).status,
  claim: async () => (await import('./commands/claim.ts')).claim,
  node: async () => (await import('./commands/node.ts')).node,
}

const usage = `Usage: vc COMMAND

  verify PACK     verify an audit pack offline, from its own bytes
  vectors [FILE…] run test vectors against this implementation; all shared ones without a name
  replay DIR      judge the chain of a node's folder again from its blocks alone
  fuzz N          make N transactions and scripts and look for what must not happen (--seed S)
  score ACCOUNT   score of an account, recomputed from the node's blocks, term by term (--at HEIGHT, --statements FILE)
  exposure KEY    what an agent has out against its ceiling, from the node's blocks (--at HEIGHT)
  ratios          debt ratios, circulation and its three modes, from the node's blocks (--at HEIGHT)
  portfolio FILE  replay a file of loans on a ledger in memory: ageing, loss, recovery
  cheque FILE     check a cheque offline, from its own text (--network ID --centre KEY)
  status          where the node stands
  rebuild         fill the portal's tables again from the node's blocks
  claim           claim the right to a proof-of-burn block: vc claim --help
  node            make, run and look after a node: vc node --help

Environment:
  VC_SHARED       folder of the shared vectors; ../shared beside the repository unless set
  NODE_URL        where the node answers; http://127.0.0.1:4710 unless set
  DATABASE_URL    the portal's database; that of the network started by npm start unless set
  VC_DATA_DIR     data folder of that network; .data in the repository unless set

Exit codes: 0 all is well, 1 something does not hold or failed, 2 the command was not understood.`

/** Runs one command line. Gives the exit code; 2 for a command that there is not. */
export async function runCli(
  argv: readonly string[],
  out: Out,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const [name = '', ...args] = argv
  if (['help', '--help', '-h'].includes(name)) {
    out(usage)
    return 0
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (load === undefined) {
    if (name !== '') out(`There is no command ${JSON.stringify(name)}.\n`)
    out(usage)
    return 2
  }
  if (!['node', 'claim'].includes(name) && args.some((arg) => ['--help', '-h'].includes(arg))) {
    out(usage)
    return 0
  }
  const command = await load()
  try {
    return await command(args, out, environment)
  } catch (error) {
    if (!isMisspelt(error)) throw error
    out(`${error.message.split('. ')[0]}. See what there is with: vc ${name} --help`)
    return 2
  }
}

/** An option that there is not, or one without its value. */
const isMisspelt = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
