export { type Command, type Out, runCli } from './run-cli.ts'
