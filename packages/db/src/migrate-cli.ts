import { migrate } from './open.ts'

const url = process.env.DATABASE_URL
if (url === undefined) {
  console.error('DATABASE_URL is not set')
  process.exit(1)
}
await migrate(url)
