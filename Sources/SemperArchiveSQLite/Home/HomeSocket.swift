import Foundation
import Synchronization

/// The ear of the process that has a home open: a Unix domain socket in it (mode 0600) at which other commands of the same
/// person may ask, while this one process has the home.
///
/// One bounded question a connection, and one answer. Nobody who cannot read the home can connect; a process of another user is
/// refused all the same.
public final class HomeSocket: Sendable {
  /// Somebody listens and does not answer.
  public struct Silence: Error {}

  /// Connections at a time; more are closed.
  private static let most = 8

  private let path: String
  private let listener: LocalSocket
  private let open = Mutex(true)
  private let connections = Mutex(0)

  /// Listens at a path in a home that this process has open. `nil` where the path is too long for a socket; then others have
  /// to wait until this process ends.
  ///
  /// - Parameter longest: the most bytes of a question; longer ones get no answer.
  public init?(
    at path: String, longest: Int, answering answer: @escaping @Sendable ([UInt8]) async -> [UInt8]
  ) {
    self.path = path
    guard let listener = LocalSocket.make() else { return nil }
    self.listener = listener
    // Left by a process that was killed: the home is ours, so nobody listens there.
    unlink(path)
    let bound = LocalSocket.withAddress(path) { bind(listener.descriptor, $0, $1) == 0 } ?? false
    guard bound, chmod(path, 0o600) == 0, listen(listener.descriptor, Int32(Self.most)) == 0 else {
      listener.close()
      return nil
    }
    Thread.detachNewThread { [self] in
      while let connection = accept() {
        guard enter() else {
          connection.close()
          continue
        }
        Thread.detachNewThread {
          Self.serve(connection, longest, answer)
          connection.close()
          self.leave()
        }
      }
    }
  }

  /// Stops listening. Answers that are being made may still arrive.
  public func close() {
    let wasOpen = open.withLock { open in
      defer { open = false }
      return open
    }
    guard wasOpen else { return }
    unlink(path)
    shutdown(listener.descriptor, Int32(SHUT_RDWR))
  }

  private func accept() -> LocalSocket? {
    while true {
      let descriptor = Glibc.accept(listener.descriptor, nil, nil)
      if descriptor >= 0 {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return LocalSocket(descriptor: descriptor)
      }
      if errno == EINTR || errno == ECONNABORTED { continue }
      listener.close()
      return nil
    }
  }

  private func enter() -> Bool {
    connections.withLock { count in
      guard count < Self.most else { return false }
      count += 1
      return true
    }
  }

  private func leave() { connections.withLock { $0 -= 1 } }

  /// On a thread of its own, which may wait for the answer.
  private static func serve(
    _ connection: LocalSocket, _ longest: Int, _ answer: @escaping @Sendable ([UInt8]) async -> [UInt8]
  ) {
    connection.limitWaiting()
    guard connection.isOwn, let question = connection.readAll(atMost: longest) else { return }
    let reply = Mutex<[UInt8]>([])
    let done = DispatchSemaphore(value: 0)
    Task {
      let made = await answer(question)
      reply.withLock { $0 = made }
      done.signal()
    }
    done.wait()
    _ = connection.writeAll(reply.withLock { $0 })
  }

  // MARK: Asking

  /// Whether somebody listens at a path.
  public static func isServed(_ path: String) -> Bool {
    guard let connection = connected(path) else { return false }
    connection.close()
    return true
  }

  /// The answer to a question; `nil` when nobody listens at the path.
  ///
  /// - Parameter largest: the most bytes of an answer.
  public static func ask(_ question: [UInt8], at path: String, largest: Int) throws(Silence) -> [UInt8]? {
    guard let connection = connected(path) else { return nil }
    defer { connection.close() }
    connection.limitWaiting()
    guard connection.isOwn, connection.writeAll(question), let answer = connection.readAll(atMost: largest),
      !answer.isEmpty
    else { throw Silence() }
    return answer
  }

  private static func connected(_ path: String) -> LocalSocket? {
    guard let connection = LocalSocket.make() else { return nil }
    let done = LocalSocket.withAddress(path) { connect(connection.descriptor, $0, $1) == 0 } ?? false
    if done { return connection }
    connection.close()
    return nil
  }
}
