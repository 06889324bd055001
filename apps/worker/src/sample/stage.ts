import type { ApiDeps } from '@vc/api'
import type { SamplePart } from '@vc/db'
import type { WorkerDeps } from '../deps.ts'
import type { OrganisationKey, PersonKey } from './consortium.ts'
import type { Desk } from './desk.ts'

/** Where the sample plays: one run on one network. */
export type Stage = {
  readonly run: number
  readonly deps: ApiDeps
  readonly worker: WorkerDeps
  readonly desk: (person: PersonKey) => Desk
  /** Id of an organisation of this run; it is founded. */
  readonly organisationId: (key: OrganisationKey) => Promise<string>
}

/** What a step waits for, as a code that the portal has words for. */
export type Wait = 'account' | 'agent' | 'block' | 'finality' | 'due' | 'worker'
/**
 * One thing to be done. It looks how things stand, does what is next, and says whether it is done or what it waits for;
 * asked again at any moment, after a kill too, it doubles nothing.
 */
export type Step = { readonly name: string; readonly run: (stage: Stage) => Promise<'done' | Wait> }
/** Steps of one part, one after the other. Lanes go on beside each other. */
export type Lane = { readonly part: SamplePart; readonly steps: readonly Step[] }
