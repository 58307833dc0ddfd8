import SemperArchiveSQLite
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperModel

/// What the pages ask the running arbiter, at the same socket as the commands: they hold no key, no case and no trust of their own.
struct DeskInquiry: Sendable {
  let home: String

  func cases(all: Bool) async throws -> [DisputeNews] {
    guard case .cases(let cases) = try await ask(.list(all: all)) else { throw Self.unexpected }
    return cases
  }

  /// A case with what it comes to by what the arbiter trusts.
  func brief(_ claim: Digest) async throws -> DisputeBrief {
    guard case .dispute(let dispute) = try await ask(.show(claim)) else { throw Self.unexpected }
    let others = try await dossier(claim).others.map { $0.journalled(as: Ruling.self) }
    return DisputeBrief(dispute, earlier: Ruling.counting(others), trust: try await trust())
  }

  func dossier(_ claim: Digest) async throws -> DisputeDossier {
    guard case .dossier(let dossier) = try await ask(.dossier(claim)) else { throw Self.unexpected }
    return dossier
  }

  func trust() async throws -> TrustList {
    guard case .trust(let list) = try await ask(.trust) else { throw Self.unexpected }
    return list
  }

  func rule(_ claim: Digest, _ draft: RulingDraft) async throws {
    guard case .dispute = try await ask(.rule(claim, draft.amount, draft.finding)) else { throw Self.unexpected }
  }

  private func ask(_ question: DeskQuestion) async throws -> DeskAnswer {
    do {
      guard let answer = try await QuestionSocket.answer(to: question, home: home) else {
        throw Refusal(
          .unavailable, blame: .us, "no arbiter that hears disputes runs in this home; start it with --trust")
      }
      return answer
    } catch let refusal as Refusal {
      throw DeskProblem.refused(refusal)
    } catch let error as CodingError {
      throw DeskProblem.refused(Refusal(.malformed, blame: .provider, "\(error)"))
    }
  }

  private static var unexpected: DeskProblem {
    .refused(Refusal(.malformed, blame: .provider, "the arbiter answered something else; is it as new as these pages?"))
  }
}
