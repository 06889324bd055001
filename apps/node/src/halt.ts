/** The node can not go on without its operator: a stable code for the log and the facts. Ends the process. */
export class NodeHalt extends Error {
  readonly code: string
  readonly facts: Readonly<Record<string, unknown>>
  constructor(code: string, facts: Readonly<Record<string, unknown>> = {}) {
    super(`${code} ${JSON.stringify(facts)}`)
    this.name = 'NodeHalt'
    this.code = code
    this.facts = facts
  }
}
