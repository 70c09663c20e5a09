/**
 * Turns: which request is worked on now, which waits, and which is told to come back. Requests are read far faster
 * than they are answered, so without turns a crowd would hold up everything else, the platform's question whether
 * the process is alive among it, and whoever asks without reading would fill the memory with answers.
 */
import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply } from 'fastify'
import fp from 'fastify-plugin'
import type { Bounds } from '../bounds.ts'
import { FairQueue } from '../clients/fair-queue.ts'
import { ProblemError } from './problems.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** answered at once, however many wait: for the platform that watches over the service */
    besideTheLoad?: boolean
  }
  interface FastifyInstance {
    /** the reply that a connection is waiting for, or was given before its request was whole */
    replyDue(socket: Socket): FastifyReply | null
    /** counts what a client was given: who was given least has the next turn */
    spend(client: string, units: number): void
  }
}

/** Milliseconds of each round of the event loop that go to answers; then connections are looked after again. */
const SLICE = 25
/** Connections that are taken one behind the other before there is time for answers again. */
const CROWD = 100
/** Bytes up to which an answer is not worth counting: that much lies in the buffers of the network. */
const SMALL = 16 * 1024

type Go = (error?: Error) => void

interface Turn {
  /** of which client; empty where clients are not known */
  client: string
  connection: Connection
  reply: FastifyReply
  go: Go
}

/** A connection: one request of it has the turn, later ones wait behind that. */
class Connection {
  due: FastifyReply | null = null
  answered: FastifyReply | null = null
  isGone = false
  waiting: Turn[] = []
}

export class Turns {
  private readonly connections = new WeakMap<Socket, Connection>()
  private readonly queue = new FairQueue<Turn>()
  private readonly bounds: Bounds
  private readonly isStopping: () => boolean
  private waiting = 0
  private unread = 0
  /** when this round of the event loop began to answer; 0 before that */
  private began = 0
  /** rounds one behind the other in which a connection was taken */
  private crowded = 0
  private isScheduled = false
  /** whether one that was let in from the queue is not answered yet */
  private isAnswering = false
  /** whether a connection was taken in this round, and whether one was in the round before */
  private isArriving = false
  private wasArriving = false

  /** @param isStopping whether the service was told to end */
  constructor(bounds: Bounds, isStopping = () => false) {
    this.bounds = bounds
    this.isStopping = isStopping
  }

  /** @param go called when it is the request's turn, with an error when it is refused */
  enter(socket: Socket, client: string, reply: FastifyReply, go: Go): void {
    const connection = this.connectionOf(socket)
    const turn = { client, connection, reply, go }
    if (!connection.due) {
      this.admit(turn)
    } else if (connection.waiting.length >= this.bounds.waitingPerConnection) {
      reply.header('connection', 'close')
      this.refuse(turn, '这个连接上等着回答的请求太多，请先读完前面的回答。')
    } else if (this.waiting >= this.bounds.waiting) {
      this.refuse(turn)
    } else {
      this.waiting++
      connection.waiting.push(turn)
    }
  }

  spend(client: string, units: number): void {
    this.queue.spend(client, units)
  }

  due(socket: Socket): FastifyReply | null {
    const { due = null, answered = null } = this.connections.get(socket) ?? {}
    return due ?? (answered?.request.raw.complete ? null : answered)
  }

  /** Counts a large answer until it was read, or nobody is there to read it. */
  count(reply: FastifyReply, bytes: number): void {
    if (bytes <= SMALL || reply.raw.destroyed) return
    this.unread += bytes
    // Before the next one of the connection is let in.
    reply.raw.prependOnceListener('close', () => {
      this.unread -= bytes
    })
  }

  private connectionOf(socket: Socket): Connection {
    const known = this.connections.get(socket)
    if (known) return known
    const connection = new Connection()
    this.connections.set(socket, connection)
    socket.once('close', () => {
      connection.isGone = true
      this.waiting -= connection.waiting.length
      connection.waiting.length = 0
    })
    return connection
  }

  /** The first of its connection: at once where there is time, otherwise in the queue of all. */
  private admit(turn: Turn): void {
    turn.connection.due = turn.reply
    if (this.queue.length === 0 && !this.isArriving && !this.wasArriving && this.hasTime()) {
      this.start(turn)
    } else if (this.waiting >= this.bounds.waiting && !this.hasRoomFor(turn)) {
      this.follow(turn)
      this.refuse(turn)
    } else {
      this.waiting++
      this.queue.push(turn.client, turn)
      this.schedule()
    }
  }

  /** Who waits with many requests gives up the last of them for another client's: none can take all the room. */
  private hasRoomFor({ client }: Turn): boolean {
    const last = this.queue.yieldTo(client)
    if (!last) return false
    this.waiting--
    if (!last.connection.isGone) {
      this.follow(last)
      this.refuse(last)
    }
    return true
  }

  private start(turn: Turn): void {
    if (turn.connection.isGone) return
    this.follow(turn)
    if (this.unread > this.bounds.unreadBytes) this.refuse(turn)
    else turn.go()
  }

  /** Lets the next one of the connection in when this one was answered and the answer was handed over. */
  private follow({ connection, reply }: Turn): void {
    reply.raw.once('close', () => {
      const next = connection.waiting.shift()
      connection.due = null
      connection.answered = reply
      if (!next) return
      this.waiting--
      this.admit(next)
    })
  }

  private refuse({ go }: Turn, detail = '服务正忙，请稍后再试。'): void {
    go(new ProblemError('service-unavailable', detail))
  }

  /** A connection was taken. */
  arrive(): void {
    this.isArriving = true
  }

  private hasTime(): boolean {
    const now = performance.now()
    if (this.began === 0) {
      this.began = now
      this.schedule()
    }
    return now - this.began < SLICE
  }

  private schedule(): void {
    if (this.isScheduled) return
    this.isScheduled = true
    setImmediate(this.endRound)
  }

  /** At the end of each round, when all that could be read was read. */
  private readonly endRound = () => {
    this.crowded = this.isArriving ? this.crowded + 1 : 0
    this.isScheduled = false
    this.wasArriving = this.isArriving
    this.isArriving = false
    this.began = 0
    if (this.queue.length === 0) return
    // One connection is taken each round: while they come, rounds are short, but for a slice of work now and then.
    if (this.crowded % CROWD !== 0) this.schedule()
    else this.advance()
  }

  /**
   * One after the other: the next is let in when this one was answered, or at the end of the round where it waits for
   * more. All at once, those in front would be answered before anyone who comes meanwhile has a turn.
   */
  private readonly advance = () => {
    if (this.isAnswering || this.queue.length === 0 || !this.hasTime()) return
    this.waiting--
    const turn = this.queue.shift() as Turn
    // At the end all are let in: until none is left, nobody knows whether more connections wait to be taken.
    if (this.isStopping()) {
      this.start(turn)
      process.nextTick(this.advance)
      return
    }
    this.isAnswering = true
    let isOver = false
    const goOn = () => {
      if (isOver) return
      isOver = true
      this.isAnswering = false
      this.advance()
    }
    turn.reply.raw.once('finish', goOn)
    setImmediate(goOn)
    this.start(turn)
  }
}

export const turns = fp<Bounds>(
  async (app: FastifyInstance, bounds) => {
    const all = new Turns(bounds, () => app.isStopping())
    app.decorate('replyDue', (socket: Socket) => all.due(socket))
    app.decorate('spend', (client: string, units: number) => all.spend(client, units))
    app.server.on('connection', () => all.arrive())
    app.addHook('onRequest', (request, reply, done) => {
      if (request.routeOptions.config.besideTheLoad) done()
      else all.enter(request.raw.socket, request.client?.id ?? '', reply, done as Go)
    })
    app.addHook('onSend', (_request, reply, payload, done) => {
      all.count(reply, (payload as { length?: number } | null)?.length ?? 0)
      done(null, payload)
    })
  },
  { name: 'turns' }
)
