/** Long work of an organisation, as the tray shows it. */
export type Job = {
  readonly id: string
  readonly kind: 'works' | 'meters' | 'applications' | 'settlement' | 'union' | 'sample'
  /** Name of the file, or empty. */
  readonly name: string
  /** `waiting`: for somebody. */
  readonly state: 'running' | 'waiting' | 'done' | 'refused'
  /** Where it stands, as a code of its kind. */
  readonly step: string
  readonly done: number
  readonly total: number
  /** Of the screen that shows it, without the language. */
  readonly href: string
  readonly at: Date
}
