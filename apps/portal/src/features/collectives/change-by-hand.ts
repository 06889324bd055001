import { type SentFile, sentFile } from '../imports/index.ts'

const HEAD = 'change,name,owner,key,weight,possession'

/** What was chosen by hand as the file that says the same: pasted lines of who comes, credentials (hex) of who goes. */
export function changeByHand(lines: string, goes: ReadonlySet<string>): Promise<SentFile> {
  const comes = lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('name,'))
  const rows = [...comes.map((line) => `join,${line}`), ...[...goes].map((key) => `leave,,,${key},,`)]
  return sentFile(new File([[HEAD, ...rows].join('\n')], 'change.csv', { type: 'text/csv' }))
}
