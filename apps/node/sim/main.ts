import { parseArgs } from 'node:util'
import { useSchnorrKeys } from '@vc/crypto'
import { openSchnorrKeys } from '@vc/crypto/native'
import { plant } from './planted.ts'

// npm run sim -- --seeds N --from S: runs the seeds S … S + N − 1, each a network of its own, and counts.
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    /** Ends with the first seed that fails. */
    until: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    /** A defect of `plantable`, or `forgetful-disk`, `any-signature`. */
    bug: { type: 'string' },
  },
})
useSchnorrKeys(await openSchnorrKeys())
const worldly = ['forgetful-disk', 'any-signature']
if (values.bug !== undefined && !worldly.includes(values.bug)) plant(values.bug)
const planted = {
  forgetfulDisk: values.bug === 'forgetful-disk',
  anySignature: values.bug === 'any-signature',
}
const { runSeeds } = await import('./run-seeds.ts')
const failed = await runSeeds({
  seeds: Number(values.seeds),
  from: Number(values.from),
  untilFailure: values.until,
  isVerbose: values.verbose,
  planted,
  tell: (line) => console.log(line),
})
process.exitCode = failed === 0 ? 0 : 1
