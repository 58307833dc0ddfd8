import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import SemperCommunication
import SemperModel
import Synchronization

/// Answers the requests of all connections: checks the head, bounds the body, the time and the rate, runs the handler
/// and writes its reply.
final class Responder: Sendable {
  typealias Request = SemperCommunication.Request
  /// The connection is of no further use, because a request on it was not read to its end.
  struct ConnectionDone: Error {}

  let inFlight = InFlight()
  private let table: RouteTable
  private let metrics: ServerMetrics
  private let secure: Bool
  private let logger: Logger
  private let moment: @Sendable () -> Int64
  private let limiter = Mutex(RateLimiter())
  private let clock = AlarmClock(on: MultiThreadedEventLoopGroup.singleton)

  /// - Parameter moment: see `HTTPServerConfiguration`.
  init(
    _ table: RouteTable, metrics: ServerMetrics, secure: Bool, logger: Logger, moment: @escaping @Sendable () -> Int64
  ) {
    self.table = table
    self.metrics = metrics
    self.secure = secure
    self.logger = logger
    self.moment = moment
  }

  func respond(
    to request: HummingbirdCore.Request, _ writer: consuming ResponseWriter, on channel: any Channel
  ) async throws {
    // After CONNECT nothing on the connection would be HTTP any more.
    guard request.method != .connect else { throw ConnectionDone() }
    let began = NIODeadline.now()
    let head = RequestHead(request.head)
    var body = BodyReader(request.body, hasBody: head.hasBody)
    let match = table.match(head.method, head.path)
    var limits = RouteLimits()
    var index: Int?
    if case .route(let route, _, let place) = match { (limits, index) = (route.limits, place) }
    let alarm = RequestAlarm(channel, after: .seconds(limits.time.seconds), clock: clock)
    defer { alarm.stop() }

    if head.expectsContinue && (head.length ?? 0) <= limits.body {
      try await writer.writeInformationalHead(HTTPResponse(status: .continue))
    }
    let reply = try await answer(head, match, &body, channel, alarm)
    let closes = !body.isDone || inFlight.isStopping
    try await write(reply, writer, without: head.isHead, closes: closes)
    metrics.count(route: index, status: reply.status, nanoseconds: (NIODeadline.now() - began).nanoseconds)
    if !body.isDone {
      await body.drain()
      throw ConnectionDone()
    }
  }

  private func answer(
    _ head: RequestHead, _ match: RouteTable.Match, _ body: inout BodyReader, _ channel: any Channel,
    _ alarm: RequestAlarm
  ) async throws -> Reply {
    guard case .route(let route, let parameters, let index) = match else { return match.problem ?? .failure() }
    guard admits(channel, index, route.limits) else { return .refusal(.askedTooOften) }
    var request: Request
    do {
      request = try head.request()
      request.source = Self.source(of: channel)
      request.body = try await body.collect(upTo: route.limits.body, announced: head.length)
    } catch let refusal as Refusal {
      return .refusal(refusal)
    } catch is RequestAlarm.TimeUp {
      return .problem(
        Refusal(
          .unavailable, blame: .peer, "the request took longer than \(route.limits.time) to arrive; send it again"),
        status: 408)
    }
    return await run(route, request, parameters, channel, alarm)
  }

  private func run(
    _ route: Route, _ request: Request, _ parameters: SemperCommunication.Parameters, _ channel: any Channel,
    _ alarm: RequestAlarm
  ) async -> Reply {
    let logger = logger
    let work = Task {
      await route.answer(request, parameters) { error in
        logger.error("a handler failed", metadata: ["route": "\(route.pattern)", "error": "\(error)"])
      }
    }
    alarm.works(work)
    let id = inFlight.begin(channel, waits: route.limits.waits, work)
    defer { inFlight.end(id) }
    return await withTaskCancellationHandler {
      await work.value
    } onCancel: {
      work.cancel()
    }
  }

  private static func source(of channel: any Channel) -> String { channel.remoteAddress?.ipAddress ?? "local" }

  private func admits(_ channel: any Channel, _ index: Int, _ limits: RouteLimits) -> Bool {
    let source = Self.source(of: channel)
    let now = moment()
    return limiter.withLock { $0.admits(source, route: index, perSecond: limits.perSecond, at: now) }
  }

  private func write(
    _ reply: Reply, _ writer: consuming ResponseWriter, without body: Bool, closes: Bool
  ) async throws {
    let head = ReplyHead.make(reply, secure: secure, closes: closes)
    if body { return try await writer.writeResponse(head) }
    switch reply.body {
    case .bytes(let bytes):
      try await writer.write(response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    case .stream(let length, let pieces):
      var stream = try await writer.writeHead(head)
      var left = length
      for try await piece in pieces {
        left -= piece.count
        // Too many bytes would be read as the next answer: cutting the line is the only honest end.
        guard left >= 0 else { break }
        try await stream.write(ByteBuffer(bytes: piece))
      }
      guard left == 0 else {
        logger.error("a stream did not come to its length")
        throw ConnectionDone()
      }
      try await stream.finish(nil)
    }
  }
}
