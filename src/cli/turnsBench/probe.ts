/** Loaded into a measured process (`node --import`): answers every message with what the process has used so far. */
export interface Used {
  /** User and system, in microseconds. */
  readonly cpu: number
  /** In bytes. */
  readonly memory: number
}

process.on('message', () => {
  const { user, system } = process.cpuUsage()
  const used: Used = { cpu: user + system, memory: process.memoryUsage.rss() }
  process.send!(used)
})
// the process ends when its work ends
process.channel?.unref()
