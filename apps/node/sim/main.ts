import { parseArgs } from 'node:util'
import { useSchnorrKeys } from '@vc/crypto'
import { openSchnorrKeys } from '@vc/crypto/native'
import { plant } from './planted.ts'
import { shareSeeds } from './share-seeds.ts'

// npm run sim -- --seeds N --from S [--workers W]: runs the seeds S … S + N − 1, each a network of its own, and counts.
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    /** So many processes share the seeds. */
    workers: { type: 'string', default: '1' },
    /** Ends with the first seed that fails. */
    until: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    /** A defect of `plantable`, or `forgetful-disk`, `any-signature`. */
    bug: { type: 'string' },
  },
})
const [seeds, from, workers] = [Number(values.seeds), Number(values.from), Number(values.workers)]
const tell = (line: string) => console.log(line)

/** All of them in this process. */
async function runHere(): Promise<number> {
  useSchnorrKeys(await openSchnorrKeys())
  const worldly = ['forgetful-disk', 'any-signature']
  if (values.bug !== undefined && !worldly.includes(values.bug)) plant(values.bug)
  const planted = {
    forgetfulDisk: values.bug === 'forgetful-disk',
    anySignature: values.bug === 'any-signature',
  }
  const { runSeeds } = await import('./run-seeds.ts')
  return runSeeds({
    ...{ seeds, from, untilFailure: values.until, isVerbose: values.verbose },
    ...{ planted, tell },
  })
}

const failed = workers > 1 ? await shareSeeds({ seeds, from, workers, tell }) : await runHere()
process.exitCode = failed === 0 ? 0 : 1
