import { useEffect, useState } from 'react'
import { type CaseRefusal, type OpenCase, openCase, openText } from './open-case.ts'
import { type Asked, listenToPortal } from './portal-window.ts'
import type { Settings } from './settings.ts'

type Answer = Asked['answer']
/** What the page is here for. An act without `answer` is to be read, not signed. */
export type Task =
  | { readonly is: 'blank' }
  | { readonly is: 'waiting' }
  | { readonly is: 'refused'; readonly code: string }
  | { readonly is: 'act'; readonly opened: OpenCase; readonly rpId: string; readonly answer?: Answer }
  | {
      readonly is: 'make'
      readonly language: string
      readonly options: unknown
      readonly rpId: string
      readonly answer: Answer
    }

type Opened = ReturnType<typeof openCase>

/** An act comes with the address (a QR code), or from the portal that opened this page, or by hand. */
export function useTask(settings: Settings | undefined) {
  const [task, setTask] = useState<Task>({ is: 'blank' })
  useEffect(() => {
    if (!settings) return setTask({ is: 'refused', code: 'no-settings' })
    const look = () => setTask(location.hash ? taskOf(openText(location.hash, settings), settings) : idle())
    const end = location.hash
      ? undefined
      : listenToPortal(window, settings.portals, (asked) => setTask(taskAsked(asked, settings)))
    look()
    window.addEventListener('hashchange', look)
    return () => {
      end?.()
      window.removeEventListener('hashchange', look)
    }
  }, [settings])
  return {
    task,
    openLink: (text: string) => settings && setTask(taskOf(openText(text, settings), settings)),
  }
}

const idle = (): Task => (window.opener ? { is: 'waiting' } : { is: 'blank' })
const refused = ({ code }: CaseRefusal): Task => ({ is: 'refused', code })

const taskOf = (opened: Opened, { rpId }: Settings): Task =>
  opened.ok ? { is: 'act', opened: opened.value, rpId } : refused(opened.refusal)

function taskAsked({ question, answer }: Asked, settings: Settings): Task {
  const { rpId } = settings
  if (question.ask === 'make') {
    const { language, options } = question
    return { is: 'make', language, options, rpId, answer }
  }
  const task = taskOf(openCase(question.act, settings), settings)
  return task.is === 'act' ? { ...task, answer } : task
}
