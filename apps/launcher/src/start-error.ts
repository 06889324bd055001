/** Why the network can not start, as a sentence that says what to do next. Shown without a stack. */
export class StartError extends Error {
  override readonly name = 'StartError'
}
