public import SemperArchive
import SemperCoding
import SemperCryptography
import SemperModel

/// A provider's master keys of one currency and version: in memory, or each in a token of its own.
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
  public static func open(_ store: any KeyStore, currency: String, version: UInt8 = 1) async throws -> ProviderKeys {
    var masters: [KeyUse: any MasterKey] = [:]
    for use in KeyUse.allCases {
      let name = "chipper/\(currency)/\(use.rawValue.lowercased())/\(version)"
      if let secret = try await store.secret(named: name) {
        masters[use] = try CMACKey(bytes: secret)
      } else {
        let key = CMACKey()
        try await store.store(key.bytes, named: name)
        masters[use] = key
      }
    }
    return ProviderKeys(version: version, masters: masters)
  }

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
