import SemperCommerce
import SemperModel

extension DeskQuestion {
  /// What the arbiter's desk says to it, or does. The only way by which a person's judgement becomes a ruling, whether it was given by a command
  /// or on a page.
  func answer(at desk: DisputeDesk, now: Timestamp) async throws -> DeskAnswer {
    switch self {
    case .list(let all): return .cases(try await desk.all(open: !all).map(DisputeNews.init))
    case .show(let claim):
      guard let dispute = try await desk.dispute(claim) else {
        throw Refusal(.notFound, blame: .us, "this arbiter knows no such case")
      }
      return .dispute(dispute)
    case .dossier(let claim): return .dossier(try await desk.dossier(claim))
    case .rule(let claim, let amount, let finding):
      return .dispute(try await desk.judge(claim, paying: amount, because: finding, at: now))
    case .trust: return .trust(desk.trust)
    }
  }
}
