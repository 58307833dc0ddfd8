import Foundation
import SemperCoding
import SemperCommerce

/// The two files of a wallet's home that are not secret: whom it trusts and where its bank is.
struct WalletFiles {
  static let trustName = "trust.json"
  private static let bankName = "bank.json"

  let home: String

  /// What a new home is made with.
  static func new(_ trust: TrustList, _ bank: Offer.Provider) -> [String: [UInt8]] {
    [trustName: trust.canonicalBytes, bankName: bank.canonicalBytes]
  }

  func trust() throws -> TrustList { try TrustList(canonicalBytes: read(Self.trustName)) }
  func bank() throws -> Offer.Provider { try Offer.Provider(canonicalBytes: read(Self.bankName)) }

  private func read(_ name: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: home + "/" + name) else {
      throw WalletError(.notFound, .errorHome, ["home": home, "name": name])
    }
    return Array(data)
  }
}
