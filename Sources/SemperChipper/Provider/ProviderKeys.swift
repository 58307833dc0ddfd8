public import SemperArchive
import SemperCoding
import SemperCryptography
import SemperModel

/// A provider's master keys of one currency and version: in memory, or in a token.
public struct ProviderKeys: Sendable {
  public let version: UInt8
  private let masters: [KeyUse: any MasterKey]

  /// - Precondition: there is a key for each use.
  public init(version: UInt8, masters: [KeyUse: any MasterKey]) {
    precondition(KeyUse.allCases.allSatisfy { masters[$0] != nil })
    self.version = version
    self.masters = masters
  }

  /// Opens the keys in a store, making them on first use.
  ///
  /// Throws `ArchiveError(.corrupt)` when they were made in a token, since others would be no purse's.
  public static func open(_ store: any KeyStore, currency: String, version: UInt8 = 1) async throws -> ProviderKeys {
    var masters: [KeyUse: any MasterKey] = [:]
    for use in KeyUse.allCases {
      let name = name(of: use, currency: currency, version: version)
      if let secret = try await store.secret(named: name) {
        masters[use] = try CMACKey(bytes: secret)
      } else if try await store.secret(named: name + inToken) != nil {
        throw ArchiveError(.corrupt, "the master keys of chip cards are in a token; give the token that has them")
      } else {
        let key = CMACKey()
        try await store.store(key.bytes, named: name)
        masters[use] = key
      }
    }
    return ProviderKeys(version: version, masters: masters)
  }

  /// Where a key lies in the store.
  static func name(of use: KeyUse, currency: String, version: UInt8) -> String {
    "chipper/\(currency)/\(use.rawValue.lowercased())/\(version)"
  }

  /// Ends the name of what says that the key is in a token, and under which label.
  static let inToken = "/token"

  public func master(_ use: KeyUse) -> any MasterKey {
    guard let master = masters[use] else { preconditionFailure("there is a key for each use") }
    return master
  }

  /// What a module needs to take this version's purses.
  public var purchaseKeys: [UInt8: any MasterKey] { [version: master(.purchase)] }

  func cardKey(_ use: KeyUse, of card: CardNumber, version: UInt8) throws -> CardKey {
    guard version == self.version else {
      throw Refusal(.untrusted, blame: .peer, "the card's keys are of version \(version), which is not in use")
    }
    return try master(use).cardKey(use, of: card, version: version)
  }
}
