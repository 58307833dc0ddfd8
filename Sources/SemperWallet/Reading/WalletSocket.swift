import SemperArchiveSQLite
import SemperCoding

/// The running wallet's ear: other commands of the same person may ask to read, while this one process has the home.
///
/// It answers `WalletQuestion`s, which change nothing, each with one `WalletAnswer`.
public final class WalletSocket: Sendable {
  public static let name = "wallet.sock"

  private let socket: HomeSocket

  /// Listens in a home that this process has open. `nil` where the path is too long for a socket; then others have to wait
  /// until this process ends.
  public init?(home: String, answering answer: @escaping @Sendable (WalletQuestion) async throws -> WalletAnswer) {
    let socket = HomeSocket(at: home + "/" + Self.name, longest: WalletQuestion.longest) { bytes in
      guard let question = try? WalletQuestion(canonicalBytes: bytes, limits: WalletQuestion.limits) else {
        return WalletAnswer.failed("the question is not one that this wallet understands").canonicalBytes
      }
      do {
        return try await answer(question).canonicalBytes
      } catch {
        return WalletAnswer.failed("\(error)").canonicalBytes
      }
    }
    guard let socket else { return nil }
    self.socket = socket
  }

  /// Stops listening. Answers that are being made may still arrive.
  public func close() { socket.close() }

  /// Whether a wallet listens in this home.
  public static func isServed(home: String) -> Bool { HomeSocket.isServed(home + "/" + name) }

  /// The running wallet's answer; `nil` when no wallet runs in this home.
  public static func ask(_ question: WalletQuestion, home: String) throws -> WalletAnswer? {
    let bytes: [UInt8]?
    do {
      bytes = try HomeSocket.ask(question.canonicalBytes, at: home + "/" + name, largest: WalletAnswer.longest)
    } catch {
      throw WalletError(.notReachable, .errorSilent, ["home": home])
    }
    guard let bytes else { return nil }
    let answer = try WalletAnswer(canonicalBytes: bytes, limits: WalletAnswer.limits)
    if case .failed(let reason) = answer { throw WalletError(.notPossible, .errorRunning, ["reason": reason]) }
    return answer
  }
}
