/** Stops the program when our own code is wrong. Never used on input from outside. */
export function assert(holds: boolean, invariant: string): asserts holds {
  if (!holds) throw new Error(`broken invariant: ${invariant}`)
}

/** Gives a value that must be there; its absence is a defect of ours. */
export function must<T>(value: T | undefined | null, invariant: string): T {
  assert(value !== undefined && value !== null, invariant)
  return value
}
