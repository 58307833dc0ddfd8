public import SemperCredentials
import SemperCryptography
import SemperModel

extension ExchangeBundle {
  /// Under what registries keep the credentials that were committed to here.
  public var statusTerms: [StatusTerms] {
    get throws {
      var terms = [StatusTerms]()
      for signed in statements {
        guard let commitment = try Commitment(carriedBy: signed) else { continue }
        for case .credential(_, let status) in commitment.locked.map(\.form) {
          terms.append(try VerifiedStatement<StatusReceipt>.content(of: status).terms)
        }
      }
      return terms
    }
  }
}
