import Glibc
import NIOCore
import NIOPosix

/// Puts a card into the virtual reader of pcscd (vsmartcard's vpcd), where any PC/SC program finds it like one of plastic.
///
/// vpcd listens on all addresses of its machine and asks nobody for a name: run it in a network namespace of its own.
public struct VPCDBridge<Application: CardApplication>: Sendable {
  private let card: Card<Application>
  private let host: String
  private let port: Int

  /// - Parameter port: 35963 for the first slot of the reader, one more for the second.
  public init(_ card: Card<Application>, host: String = "127.0.0.1", port: Int) {
    self.card = card
    self.host = host
    self.port = port
  }

  /// Serves the reader until it goes away or the task is cancelled, which takes the card out.
  ///
  /// Throws `CardFailure(.noReader)` when nobody listens. A card whose memory fails drops out, as a broken one does.
  public func run() async throws {
    let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>
    do {
      channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .channelOption(.tcpOption(.tcp_nodelay), value: 1)
        .connect(host: host, port: port) { channel in
          channel.eventLoop.makeCompletedFuture { try NIOAsyncChannel(wrappingChannelSynchronously: channel) }
        }
    } catch {
      throw CardFailure(.noReader, "no virtual reader listens at port \(port); start pcscd with vpcd: \(error)")
    }
    try await channel.executeThenClose { inbound, outbound in
      var buffer = ByteBuffer()
      for try await bytes in inbound {
        buffer.writeImmutableBuffer(bytes)
        while let frame = try VPCDFrame.next(from: &buffer) {
          if let answer = try await answer(frame) { try await outbound.write(VPCDFrame.answer(answer)) }
        }
        buffer.discardReadBytes()
        // vpcd writes length and data apart; without an acknowledgement at once the second waits 40 ms for it.
        try await channel.channel.setOption(Self.quickAcknowledgement, value: 1).get()
      }
    }
    card.reset()
  }

  private static var quickAcknowledgement: ChannelOptions.Types.SocketOption {
    ChannelOptions.Types.SocketOption(level: .tcp, name: .init(rawValue: TCP_QUICKACK))
  }

  private func answer(_ frame: VPCDFrame) async throws -> [UInt8]? {
    switch frame {
    case .powerOff, .powerOn, .reset:
      card.reset()
      return nil
    case .answerToReset: return card.answerToReset
    case .command(let bytes): return try await card.process(bytes)
    }
  }
}
