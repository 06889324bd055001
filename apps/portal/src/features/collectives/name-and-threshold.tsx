'use client'
import { Button, FormField, TextInput } from '@vc/ui'
import { useState } from 'react'
import { useRouter } from '../../i18n/navigation.ts'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { FileRefusal } from '../imports/index.ts'
import { thresholdOf } from './threshold-of.ts'

type Made = { readonly collectiveId: string }
type Given = { readonly name: string; readonly threshold: number }
export type NameAndThresholdProps = {
  /** Votes of all members, and the least that are more than half. */
  readonly seen: { readonly weight: number; readonly majority: number }
  readonly labels: Readonly<Record<'name' | 'threshold' | 'thresholdHint' | 'go', string>>
  /** The refusal when no name is given. */
  readonly nameless: 'collective-name-missing' | 'union-name-missing'
  readonly make: (given: Given) => Promise<Made>
  /** What is told, and the page that opens, when it is made. */
  readonly onMade: (made: Made) => string
}

/** What is said of members that a file has brought: the name of all of them together, and how many votes decide. */
export function NameAndThreshold({ seen, labels, nameless, make, onMade }: NameAndThresholdProps) {
  const router = useRouter()
  const { run, error } = useCommand()
  const [name, setName] = useState('')
  const [threshold, setThreshold] = useState(String(seen.majority))
  async function go() {
    const made = await run(() => {
      if (name.trim() === '') throw new RefusedHere(nameless)
      return make({ name, threshold: thresholdOf(threshold, seen.weight) })
    })
    if (made) router.push(onMade(made))
  }
  return (
    <div className="space-y-4">
      <FileRefusal error={error} onRead={() => undefined} />
      <FormField label={labels.name}>
        <TextInput value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
      </FormField>
      <FormField label={labels.threshold} hint={labels.thresholdHint}>
        <TextInput amount value={threshold} onChange={(event) => setThreshold(event.target.value)} />
      </FormField>
      <Button variant="primary" onClick={go}>
        {labels.go}
      </Button>
    </div>
  )
}
