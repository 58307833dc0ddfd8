import Foundation
import SemperCoding
import Synchronization

/// The running wallet's ear on this machine: a Unix domain socket in its home (mode 0600) at which other commands of the
/// same person may ask to read, while this one process has the home.
///
/// It answers `WalletQuestion`s, which change nothing: one bounded canonical JSON question a connection, and one answer.
/// Nobody who cannot read the home can connect; a process of another user is refused all the same.
public final class WalletSocket: Sendable {
  public static let name = "wallet.sock"
  /// Connections at a time; more are closed.
  private static let most = 8

  private let path: String
  private let listener: LocalSocket
  private let open = Mutex(true)
  private let connections = Mutex(0)

  /// Listens in a home that this process has open. `nil` where the path is too long for a socket; then others have to wait
  /// until this process ends.
  public init?(home: String, answering answer: @escaping @Sendable (WalletQuestion) async throws -> WalletAnswer) {
    path = home + "/" + Self.name
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
          Self.serve(connection, answer)
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
    _ connection: LocalSocket, _ answer: @escaping @Sendable (WalletQuestion) async throws -> WalletAnswer
  ) {
    connection.limitWaiting()
    guard connection.isOwn, let bytes = connection.readAll(atMost: WalletQuestion.longest) else { return }
    let reply = Mutex<WalletAnswer>(.failed("the question is not one that this wallet understands"))
    if let question = try? WalletQuestion(canonicalBytes: bytes, limits: WalletQuestion.limits) {
      let done = DispatchSemaphore(value: 0)
      Task {
        let made: WalletAnswer
        do { made = try await answer(question) } catch { made = .failed("\(error)") }
        reply.withLock { $0 = made }
        done.signal()
      }
      done.wait()
    }
    _ = connection.writeAll(reply.withLock { $0.canonicalBytes })
  }

  // MARK: Asking

  /// Whether a wallet listens in this home.
  public static func isServed(home: String) -> Bool {
    guard let connection = connected(home) else { return false }
    connection.close()
    return true
  }

  /// The running wallet's answer; `nil` when no wallet runs in this home.
  public static func ask(_ question: WalletQuestion, home: String) throws -> WalletAnswer? {
    guard let connection = connected(home) else { return nil }
    defer { connection.close() }
    connection.limitWaiting()
    guard connection.isOwn, connection.writeAll(question.canonicalBytes),
      let bytes = connection.readAll(atMost: WalletAnswer.longest), !bytes.isEmpty
    else { throw WalletError(.notReachable, .errorSilent, ["home": home]) }
    let answer = try WalletAnswer(canonicalBytes: bytes, limits: WalletAnswer.limits)
    if case .failed(let reason) = answer { throw WalletError(.notPossible, .errorRunning, ["reason": reason]) }
    return answer
  }

  private static func connected(_ home: String) -> LocalSocket? {
    guard let connection = LocalSocket.make() else { return nil }
    let done = LocalSocket.withAddress(home + "/" + name) { connect(connection.descriptor, $0, $1) == 0 } ?? false
    if done { return connection }
    connection.close()
    return nil
  }
}
