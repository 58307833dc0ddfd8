import SemperArchiveSQLite
import SemperCoding
import SemperModel

/// The running shop's ear for its owner: a socket in its home at which `TillQuestion`s are answered. Whoever can write in the
/// home owns the shop; nobody else can connect.
public final class TillSocket: Sendable {
  public static let name = "till.sock"

  private let socket: HomeSocket

  /// Listens in a home that this process has open. `nil` where the path is too long for a socket; then the shop sells, and its
  /// owner cannot ask.
  init?(home: String, till: ShopTill) {
    let socket = HomeSocket(at: home + "/" + Self.name, longest: TillQuestion.longest) { bytes in
      let answer: TillAnswer
      do {
        answer = try await till.answer(TillQuestion(canonicalBytes: bytes, limits: TillQuestion.limits))
      } catch let refusal as Refusal {
        answer = .refused(refusal)
      } catch let error as CodingError {
        answer = .refused(Refusal(.malformed, blame: .us, "the question cannot be read: \(error)"))
      } catch {
        answer = .refused(Refusal(.unavailable, blame: .provider, "\(error)"))
      }
      return answer.canonicalBytes
    }
    guard let socket else { return nil }
    self.socket = socket
  }

  func close() { socket.close() }

  /// The running shop's answer; `nil` when no shop runs in this home, or it does not answer. Throws what it refuses.
  public static func ask(_ question: TillQuestion, home: String) throws -> TillAnswer? {
    guard
      let bytes = try? HomeSocket.ask(
        question.canonicalBytes, at: home + "/" + name, largest: TillAnswer.longest)
    else { return nil }
    let answer = try TillAnswer(canonicalBytes: bytes, limits: TillAnswer.limits)
    if case .refused(let refusal) = answer { throw refusal }
    return answer
  }
}
