import SemperArchiveSQLite
import SemperCoding
import SemperCommerce
import SemperEngine
import SemperModel

/// The running arbiter's ear for whoever judges disputes: a socket in its home at which `DeskQuestion`s are answered. Whoever can
/// write in the home may judge; nobody else can connect.
public final class DeskSocket: Sendable {
  public static let name = "desk.sock"

  private let socket: HomeSocket

  /// `nil` where the path is too long for a socket; then nothing can be judged here.
  init?(home: String, desk: DisputeDesk, time: any TimeSource) {
    let socket = HomeSocket(at: home + "/" + Self.name, longest: DeskQuestion.longest) { bytes in
      let answer: DeskAnswer
      do {
        answer = try await Self.answer(
          DeskQuestion(canonicalBytes: bytes, limits: DeskQuestion.limits), desk, at: time.now())
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

  private static func answer(
    _ question: DeskQuestion, _ desk: DisputeDesk, at now: Timestamp
  ) async throws -> DeskAnswer {
    switch question {
    case .list(let all): return .cases(try await desk.all(open: !all).map(DisputeNews.init))
    case .show(let claim):
      guard let dispute = try await desk.dispute(claim) else {
        throw Refusal(.notFound, blame: .us, "this arbiter knows no such case")
      }
      return .dispute(dispute)
    case .dossier(let claim): return .dossier(try await desk.dossier(claim))
    case .rule(let claim, let amount, let finding):
      return .dispute(try await desk.judge(claim, paying: amount, because: finding, at: now))
    }
  }

  /// The running arbiter's answer; `nil` when none runs in this home that hears disputes. Throws what it refuses.
  public static func ask(_ question: DeskQuestion, home: String) throws -> DeskAnswer? {
    guard
      let bytes = try? HomeSocket.ask(question.canonicalBytes, at: home + "/" + name, largest: DeskAnswer.longest)
    else { return nil }
    let answer = try DeskAnswer(canonicalBytes: bytes, limits: DeskAnswer.limits)
    if case .refused(let refusal) = answer { throw refusal }
    return answer
  }
}
