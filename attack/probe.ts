/** Asks whether the service is alive, on a new connection every time, until its input ends; prints the times taken. */
import { setTimeout as pause } from 'node:timers/promises'
import { get, open, readToEnd } from './sockets.ts'

const port = Number(process.argv[2])
const times: number[] = []
let isOver = false
process.stdin.resume().on('end', () => {
  isOver = true
})
while (!isOver) {
  const before = performance.now()
  try {
    const socket = await open(port)
    socket.write(get('/health/live', 'connection: close\r\n'))
    const text = await readToEnd(socket)
    times.push(text.startsWith('HTTP/1.1 200') ? Math.round(performance.now() - before) : -1)
  } catch {
    times.push(-1)
  }
  await pause(25)
}
process.stdout.write(JSON.stringify(times))
