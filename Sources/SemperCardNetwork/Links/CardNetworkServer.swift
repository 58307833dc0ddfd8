public import Logging
import NIOCore
import NIOPosix
import Synchronization

/// The issuer's port for gateways: framed messages over TCP. A connection begins with an authentic sign-on and ends at the first
/// thing that is not authentic; requests on it are answered in order.
public struct CardNetworkServer: Sendable {
  /// More connections than gateways have are closed at once.
  private static let mostConnections = 64
  private let host: String
  private let port: Int
  private let seal: MessageSeal
  private let logger: Logger
  private let answer: @Sendable (CardMessage) async throws -> CardMessage?

  /// - Parameters:
  ///   - port: 0 takes any free one.
  ///   - answer: the issuer's answer; `nil` closes the connection.
  public init(
    host: String, port: Int, seal: MessageSeal, logger: Logger,
    answer: @escaping @Sendable (CardMessage) async throws -> CardMessage?
  ) {
    self.host = host
    self.port = port
    self.seal = seal
    self.logger = logger
    self.answer = answer
  }

  /// Serves until the task is cancelled.
  ///
  /// - Parameter onReady: called once with the port that is bound.
  public func run(onReady: @escaping @Sendable (Int) -> Void = { _ in }) async throws {
    let seats = Seats()
    let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .bind(host: host, port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandlers([
            ByteToMessageHandler(CardFrameDecoder()), MessageToByteHandler(CardFrameEncoder()),
          ])
          return try NIOAsyncChannel<[UInt8], [UInt8]>(wrappingChannelSynchronously: channel)
        }
      }
    onReady(server.channel.localAddress?.port ?? port)
    try await withThrowingDiscardingTaskGroup { group in
      try await server.executeThenClose { connections in
        for try await connection in connections {
          let isWelcome = seats.take(of: Self.mostConnections)
          group.addTask { [self] in
            await serve(connection, isWelcome)
            seats.leave()
          }
        }
      }
    }
  }

  private func serve(_ connection: NIOAsyncChannel<[UInt8], [UInt8]>, _ isWelcome: Bool) async {
    do {
      try await connection.executeThenClose { inbound, outbound in
        guard isWelcome else { return }
        var hasSignedOn = false
        for try await frame in inbound {
          let message = try seal.open(frame)
          if let notice = try? CardRequest(message), case .network(let notice) = notice {
            hasSignedOn = notice != .signOff
          }
          guard hasSignedOn else {
            // Without a sign-on nothing is decided.
            try await outbound.write(try seal.sealed(CardAnswer(.notPermitted).message(to: message)))
            continue
          }
          guard let reply = try await answer(message) else { return }
          try await outbound.write(try seal.sealed(reply))
        }
      }
    } catch {
      logger.info("a gateway's connection was closed: \(error)")
    }
  }
}

/// How many connections there are.
private final class Seats: Sendable {
  private let taken = Mutex(0)

  func take(of most: Int) -> Bool {
    taken.withLock { taken in
      taken += 1
      return taken <= most
    }
  }

  func leave() { taken.withLock { $0 -= 1 } }
}
