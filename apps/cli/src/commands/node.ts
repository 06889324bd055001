import type { Command } from '../run-cli.ts'

const commands: Readonly<Record<string, () => Promise<Command>>> = {
  init: async () => (await import('./node/init.ts')).init,
  run: async () => (await import('./node/run.ts')).run,
  status: async () => (await import('./node/status.ts')).status,
  configuration: async () => (await import('./node/configuration.ts')).configuration,
  backup: async () => (await import('./node/backup.ts')).backup,
  restore: async () => (await import('./node/restore.ts')).restore,
}

const usage = `Usage: vc node COMMAND

  init DIR --organisation NAME --join FOLDER
                   make the keys of a node in DIR; the genesis block and the configuration of the network are copied
                   from FOLDER. Prints what the council needs to admit it as a member
  run DIR          run the node of DIR until Ctrl+C; apps/node/src/env.ts names its settings
  status           where the node stands, its peers, what ails it (NODE_URL says where it answers)
  configuration COMMAND
                   list | show | check | propose | vote | unvote | stay: the network's parameters, and votes on them
  backup DIR FOLDER
                   copy the chain of DIR, while its node runs or not, signed with its stake key; others can join
                   from it. Keys and sign-state are not in it
  restore FOLDER DIR [--member STAKEKEY]…
                   put such a chain into DIR, whose node must not run, after checking who signed it (a member of the
                   genesis, or one of those named), that it is what was signed, and that its state adds up

Keys are not part of a backup of the chain: keep node-key.json and peer-key.json apart, where nobody else reads them.
The sign-state is in no backup at all: a node that goes on with an old one could sign twice, and loses its stake's
right to produce.`

/** The operator's commands for one node. */
export const node: Command = async ([name = '', ...args], out, environment) => {
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (load === undefined || args.includes('--help') || args.includes('-h')) {
    out(usage)
    return load === undefined && !['--help', '-h', 'help'].includes(name) ? 2 : 0
  }
  return (await load())(args, out, environment)
}
