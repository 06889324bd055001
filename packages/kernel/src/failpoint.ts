/** What a failpoint may do; set by the shell, never by the pure ring. */
export type FailpointHandler = (name: string) => void | Promise<void>

let handler: FailpointHandler | undefined

/** Arms the failpoints of this process. Without it every failpoint does nothing (reliability.md 2). */
export function armFailpoints(next: FailpointHandler | undefined): void {
  handler = next
}

/** A named point at which a test may kill, delay or break the process. Does nothing unless armed. */
export function failpoint(name: string): void | Promise<void> {
  return handler?.(name)
}
