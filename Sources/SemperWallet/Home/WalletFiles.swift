import Foundation
import SemperCoding
import SemperCommerce

/// The two files of a wallet's home that are not secret: whom it trusts and where its bank is.
struct WalletFiles {
  static let trustName = "trust.json"
  private static let bankName = "bank.json"

  let home: String

  func write(_ trust: TrustList) throws { try write(trust.canonicalBytes, Self.trustName) }
  func write(_ bank: Offer.Provider) throws { try write(bank.canonicalBytes, Self.bankName) }
  func trust() throws -> TrustList { try TrustList(canonicalBytes: read(Self.trustName)) }
  func bank() throws -> Offer.Provider { try Offer.Provider(canonicalBytes: read(Self.bankName)) }

  private func write(_ bytes: [UInt8], _ name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: home + "/" + name), options: .atomic)
  }

  private func read(_ name: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: home + "/" + name) else {
      throw WalletError(.notFound, .errorHome, ["home": home, "name": name])
    }
    return Array(data)
  }
}
