// Loaded before a service: when the process that started it is gone, however it ended, the service ends too. What a
// service starts itself (Next.js in development hands its own arguments on) is left to that service.
if (process.channel && process.env.VC_SUPERVISOR === String(process.ppid)) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  // Listening must not keep a process alive that has nothing left to do.
  process.channel.unref()
}
