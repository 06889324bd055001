import type { Tasks } from './operator-tasks.ts'
import { ports } from './place.ts'

/** Has a task done by those who run the network under test (operator.ts); throws what they say when it can not be. */
export async function askOperator<T extends keyof Tasks>(
  task: T,
  asked: Parameters<Tasks[T]>[0],
): Promise<Awaited<ReturnType<Tasks[T]>>> {
  const address = `http://127.0.0.1:${ports.operator}/${task}`
  const answer = await fetch(address, { method: 'POST', body: JSON.stringify(asked) })
  if (!answer.ok) throw new Error(await answer.text())
  return answer.json()
}
