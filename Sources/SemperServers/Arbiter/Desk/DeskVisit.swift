import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperModel
import SemperTrustedUI

/// A request to the desk's pages that was let through, and who is in.
struct DeskVisit: Sendable {
  let request: Request
  let parameters: Parameters
  let language: Language
  /// Where the pages stand.
  let root: String
  let now: Timestamp
  let session: DeskSession

  func claim() throws -> Digest {
    do {
      return try DisputeRoutes.id(parameters)
    } catch {
      throw DeskProblem.nothing
    }
  }

  /// The case as it is, in a few bytes: what a form was made for.
  static func state(_ dispute: DisputeCase) -> String { "\(Digest(of: dispute.canonicalBytes, for: .document))" }

  /// Of a form on a case that nobody has filled in.
  func seals(_ dispute: DisputeCase) -> (state: String, seal: String) {
    let state = Self.state(dispute)
    return (state, session.seal(["form", "\(dispute.id)", state]))
  }

  /// Of a form that shows what was filled in, to be confirmed as it is.
  func parts(_ form: RulingForm, _ claim: Digest) -> [String] {
    ["confirm", "\(claim)", form.state, form.kind?.rawValue ?? "", form.amount, form.finding]
  }

  /// Refuses a form that was not shown in this visit for this case, and one for the case as it was.
  func check(_ form: RulingForm, for parts: [String], on dispute: DisputeCase) throws {
    guard session.holds(form.seal, for: parts) else { throw DeskProblem.forged }
    guard form.state == Self.state(dispute), dispute.awaitsJudgement else { throw DeskProblem.changed }
  }
}
