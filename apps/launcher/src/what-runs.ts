import type { Settings } from './env.ts'

/** What is printed once everything runs: where to go, what runs where, where data lies, how to stop. */
export function whatRuns(settings: Settings, invitation: string | undefined): string {
  const { dataDir, origin, verifierOrigin, nodePort, nodes, postgresPort, databaseUrl, redisUrl } = settings
  const rows = [
    ['portal', origin],
    ['verifier', `${verifierOrigin} (acts are signed there)`],
    ['node', `http://127.0.0.1:${nodePort} (npx vc status)`],
    ...(nodes > 1 ? [['', `and ${nodes - 1} further nodes`]] : []),
    ['worker', redisUrl ? 'with its queue in your Redis' : 'with its queue in PostgreSQL'],
    ['PostgreSQL', databaseUrl ? 'your own, by DATABASE_URL' : `127.0.0.1:${postgresPort}`],
    ['data', dataDir],
  ]
  return [
    '',
    `ValueCyber is running at ${origin}`,
    ...(invitation === undefined ? [] : [`Enrol the first person: ${invitation}`]),
    '',
    ...rows.map(([name = '', where]) => `  ${name.padEnd(12)}${where}`),
    '',
    'Ctrl+C stops everything; npm start goes on where it was. To begin anew, stop it and delete the data folder.',
  ].join('\n')
}
