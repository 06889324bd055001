// node scripts/healthcheck.mjs URL: exit code 0 when it answers 200 within five seconds.
const answer = await fetch(process.argv[2] ?? '', { signal: AbortSignal.timeout(5_000) }).catch(
  () => undefined,
)
process.exit(answer?.status === 200 ? 0 : 1)
