// Loaded before a service: when the process that started it is gone, however it ended, the service ends too.
if (process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  // Listening must not keep a process alive that has nothing left to do.
  process.channel.unref()
}
