import { runCli } from './run-cli.ts'

process.exitCode = await runCli(process.argv.slice(2), (line) => console.log(line), process.env)
