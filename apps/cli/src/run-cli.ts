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
  status: async () => (await import('./commands/status.ts')).status,
}

const usage = `Usage: vc COMMAND

  vectors FILE…   run test vectors against this implementation
  verify PACK     verify an audit pack offline, from its own bytes
  rebuild         fill the projected tables again from the node's blocks (DATABASE_URL, NODE_URL)
  status          where the node stands (NODE_URL)`

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
    out(usage)
    return 2
  }
  const command = await load()
  return command(args, out, environment)
}
