import NIOCore
import NIOPosix
import SemperCoding

/// Accepts connections and gives each its conversation.
struct ProxyServer: Sendable {
  let listen: Endpoint
  let target: Endpoint
  let book: RuleBook
  let gate: HookGate
  let events: EventLog

  func run() async throws {
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .bind(host: listen.host, port: listen.port) { channel in
        channel.eventLoop.makeCompletedFuture { try Connection(wrappingChannelSynchronously: channel) }
      }
    events.write(["event": "listening".json, "port": (server.channel.localAddress?.port ?? 0).json])
    try await withThrowingDiscardingTaskGroup { group in
      try await server.executeThenClose { connections in
        for try await client in connections {
          group.addTask { await converse(client) }
        }
      }
    }
  }

  /// One client's connection and its own one to the target. Whatever breaks ends both, as a network would.
  private func converse(_ client: Connection) async {
    try? await client.executeThenClose { fromClient, toClient in
      guard !book.refuses else { return }
      let upstream = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .connect(host: target.host, port: target.port) { channel in
          channel.eventLoop.makeCompletedFuture { try Connection(wrappingChannelSynchronously: channel) }
        }
      try await upstream.executeThenClose { fromTarget, toTarget in
        var conversation = Conversation(
          client: ByteSource(fromClient), toClient: toClient, target: ByteSource(fromTarget), toTarget: toTarget,
          book: book, gate: gate, events: events)
        try await conversation.run()
      }
    }
  }
}

typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>
