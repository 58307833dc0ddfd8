import SemperArchiveSQLite
import SemperCoding
import SemperEngine
import SemperModel

/// The served directory's ear for its owner: a socket in its home at which orders are carried out while the server has the home.
/// Whoever can write in the home owns the directory; nobody else can connect.
final class DirectorySocket: Sendable {
  private static let name = "directory.sock"
  private static let longestAnswer = 64 << 10

  private let socket: HomeSocket

  /// Listens in a home that this process has open. `nil` where the path is too long for a socket; then the owner has to stop the server
  /// to publish.
  init?(home: String, desk: DirectoryDesk, time: any TimeSource) {
    let socket = HomeSocket(at: home + "/" + Self.name, longest: DirectoryOrder.limits.bytes) { bytes in
      let answer: DirectoryReceipt.Answer
      do {
        let order = try DirectoryOrder(canonicalBytes: bytes, limits: DirectoryOrder.limits)
        answer = .done(try await desk.carryOut(order, at: await time.now()))
      } catch let refusal as Refusal {
        answer = .refused(refusal)
      } catch let error as CodingError {
        answer = .refused(Refusal(.malformed, blame: .us, "the order cannot be read: \(error)"))
      } catch {
        answer = .refused(Refusal(.unavailable, blame: .provider, "\(error)"))
      }
      return answer.canonicalBytes
    }
    guard let socket else { return nil }
    self.socket = socket
  }

  func close() { socket.close() }

  /// What the served directory says; `nil` when none is served from this home. Throws what it refuses.
  static func ask(_ order: DirectoryOrder, home: String) throws -> DirectoryReceipt? {
    guard let bytes = try? HomeSocket.ask(order.canonicalBytes, at: home + "/" + name, largest: longestAnswer) else {
      return nil
    }
    switch try DirectoryReceipt.Answer(canonicalBytes: bytes) {
    case .done(let receipt): return receipt
    case .refused(let refusal): throw refusal
    }
  }
}
