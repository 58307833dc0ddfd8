import NIOCore
import NIOPosix
import SemperCoding
import SemperEngine
import SemperModel
import Synchronization

/// One TCP connection of a gateway, with those who wait for answers on it.
final class CardLine: Sendable {
  /// What an answer is matched by.
  private struct Key: Hashable {
    let name: RequestName
    let type: MessageType
  }

  private struct Waiting {
    let number: Int
    let continuation: CheckedContinuation<CardMessage?, any Error>
    var timer: Task<Void, Never>?
  }

  private struct State {
    var waiting: [Key: Waiting] = [:]
    var next = 0
    var isOpen = true
  }

  private let channel: any Channel
  private let seal: MessageSeal
  private let state: StateBox

  /// Shared with the channel's handler.
  private final class StateBox: Sendable {
    let state = Mutex(State())

    func answered(_ message: CardMessage) {
      guard let name = try? RequestName(message) else { return }
      take(Key(name: name, type: message.type), nil)?.resume(returning: message)
    }

    /// `false` when the line is closed or somebody waits for the same answer.
    func wait(
      for key: Key, _ number: Int, _ continuation: CheckedContinuation<CardMessage?, any Error>
    ) -> Bool {
      state.withLock { state in
        guard state.isOpen, state.waiting[key] == nil else { return false }
        state.waiting[key] = Waiting(number: number, continuation: continuation, timer: nil)
        return true
      }
    }

    func note(_ timer: Task<Void, Never>, _ key: Key, _ number: Int) {
      let isWaiting = state.withLock { state in
        guard state.waiting[key]?.number == number else { return false }
        state.waiting[key]?.timer = timer
        return true
      }
      if !isWaiting { timer.cancel() }
    }

    /// The one who waits, unless it is another than that of the number.
    func take(_ key: Key, _ number: Int?) -> CheckedContinuation<CardMessage?, any Error>? {
      state.withLock { state in
        guard let found = state.waiting[key], number == nil || number == found.number else { return nil }
        state.waiting[key] = nil
        found.timer?.cancel()
        return found.continuation
      }
    }

    func closed() {
      let left = state.withLock { state in
        state.isOpen = false
        defer { state.waiting = [:] }
        for waiting in state.waiting.values { waiting.timer?.cancel() }
        return state.waiting.values.map(\.continuation)
      }
      for continuation in left { continuation.resume(throwing: CardLinkDown()) }
    }
  }

  private final class Receiver: ChannelInboundHandler, Sendable {
    typealias InboundIn = [UInt8]
    private let state: StateBox
    private let seal: MessageSeal

    init(_ state: StateBox, _ seal: MessageSeal) {
      self.state = state
      self.seal = seal
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      // What is not authentic ends the connection: something stands between us and the issuer.
      guard let message = try? seal.open(unwrapInboundIn(data)) else { return context.close(promise: nil) }
      state.answered(message)
    }

    func channelInactive(context: ChannelHandlerContext) {
      state.closed()
      context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
  }

  init(host: String, port: Int, seal: MessageSeal) async throws {
    let state = StateBox()
    self.state = state
    self.seal = seal
    channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .connectTimeout(.seconds(5))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandlers([
            ByteToMessageHandler(CardFrameDecoder()), MessageToByteHandler(CardFrameEncoder()), Receiver(state, seal),
          ])
        }
      }
      .connect(host: host, port: port).get()
  }

  var isOpen: Bool { state.state.withLock(\.isOpen) }

  func close() async { try? await channel.close() }

  /// The answer, or `nil` when the time is over before it.
  func exchange(
    _ message: CardMessage, until end: Timestamp, _ time: any TimeSource
  ) async throws -> CardMessage? {
    let key = Key(name: try RequestName(message), type: message.type.response)
    let bytes = try seal.sealed(message)
    let number = state.state.withLock { state in
      state.next += 1
      return state.next
    }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        guard state.wait(for: key, number, continuation) else { return continuation.resume(throwing: CardLinkDown()) }
        let timer = Task { [state] in
          try? await time.wait(until: end)
          state.take(key, number)?.resume(returning: nil)
        }
        state.note(timer, key, number)
        // Cancelled before it was registered: the handler has found nobody.
        if Task.isCancelled { state.take(key, number)?.resume(throwing: CancellationError()) }
        channel.writeAndFlush(bytes, promise: nil)
      }
    } onCancel: {
      state.take(key, number)?.resume(throwing: CancellationError())
    }
  }
}
