public import SemperArchive
public import SemperModel

/// The authorities of a house while it is closed.
extension CardHouse {
  /// An authority of a brand, and until when its certificate is good.
  public struct AuthorityTerm: Hashable, Sendable {
    /// Such as `cca`, which certifies cardholders.
    public let name: String
    public let expires: Timestamp
    public let isRenewed: Bool
  }

  static var noBrand: Refusal {
    Refusal(.notFound, blame: .us, "this home keeps no brand of cards; “semper serve cardbank” founds one")
  }

  /// Renews the authorities of the house whose secrets are kept here: those that are due, as `open` does, or all under the root. Tells
  /// how all of them stand. The gateway is certified anew by the next `open`, where that is due.
  ///
  /// Refuses (`notFound`) where no brand was founded.
  public static func renewAuthorities(
    in keys: any KeyStore, all: Bool, at now: Timestamp
  ) async throws -> [AuthorityTerm] {
    guard let (ceremony, _, renewed) = try await renew(in: keys, all: all, at: now) else { throw noBrand }
    return try ceremony.authorities.map { authority in
      AuthorityTerm(
        name: authority.name, expires: try authority.expires, isRenewed: renewed.contains(authority.name))
    }
  }
}
