import Foundation
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperModel
import SemperPayments
import SemperPreferences

/// The files of a wallet's home that are not secret: whom it trusts, where its bank is, and its cards, sealed.
struct WalletFiles {
  static let trustName = "trust.json"
  private static let bankName = "bank.json"
  private static let descriptionName = "bank-description.json"
  private static let cardName = "card.json"
  private static let chipName = "chip-card.json"
  private static let limitsName = "limits.json"
  private static let meansName = "means.json"

  let home: String

  /// What a new home is made with.
  ///
  /// - Parameter description: of the bank, as it was verified.
  static func new(
    _ trust: TrustList, _ bank: Offer.Provider, _ description: SignedStatement
  ) -> [String: [UInt8]] {
    [
      trustName: trust.canonicalBytes, bankName: bank.canonicalBytes, descriptionName: description.canonicalBytes,
    ]
  }

  func trust() throws -> TrustList { try TrustList(canonicalBytes: read(Self.trustName)) }
  func bank() throws -> Offer.Provider { try Offer.Provider(canonicalBytes: read(Self.bankName)) }

  /// Whose credentials count; nobody's where the file is not there.
  func issuers() throws -> TrustedIssuers {
    guard let data = FileManager.default.contents(atPath: home + "/" + TrustedIssuers.file) else { return .none }
    return try TrustedIssuers(json: CanonicalJSON.parse(Array(data)))
  }

  /// The name under which the bank was certified when this wallet chose it; its address in homes that have not kept it.
  func nameOfBank() throws -> String {
    guard let data = FileManager.default.contents(atPath: home + "/" + Self.descriptionName) else {
      return try bank().address.text
    }
    return try SignedStatement(canonicalBytes: Array(data)).journalled(as: RoleDescription.self).organisation.text
  }

  /// The card that was put in, if one was.
  func card() throws -> WalletCard? {
    guard let data = FileManager.default.contents(atPath: home + "/" + Self.cardName) else { return nil }
    return try WalletCard(canonicalBytes: Array(data))
  }

  /// Puts a card in, in place of the one that was there.
  func put(_ card: WalletCard) throws {
    try Data(card.canonicalBytes).write(
      to: URL(filePath: home).appending(path: Self.cardName), options: .atomic)
  }

  /// The chip card that was put in, if one was.
  func chip() throws -> ChipCard? {
    guard let data = FileManager.default.contents(atPath: home + "/" + Self.chipName) else { return nil }
    return try ChipCard(canonicalBytes: Array(data))
  }

  /// Puts a chip card in.
  func put(_ chip: ChipCard) throws {
    try Data(chip.canonicalBytes).write(
      to: URL(filePath: home).appending(path: Self.chipName), options: .atomic)
  }

  /// What may be spent; the cautious limits where the owner has set none.
  func limits() throws -> SpendingPolicy {
    guard let data = FileManager.default.contents(atPath: home + "/" + Self.limitsName) else {
      return .cautious(.euro)
    }
    return try SpendingPolicy(canonicalBytes: Array(data))
  }

  func put(_ limits: SpendingPolicy) throws {
    try Data(limits.canonicalBytes).write(
      to: URL(filePath: home).appending(path: Self.limitsName), options: .atomic)
  }

  /// What the owner likes to pay with; as the seller likes, and without a question, where the owner has said nothing.
  func means() throws -> PaymentPreferences {
    guard let data = FileManager.default.contents(atPath: home + "/" + Self.meansName) else {
      return PaymentPreferences()
    }
    return try PaymentPreferences(canonicalBytes: Array(data))
  }

  func put(_ means: PaymentPreferences) throws {
    try Data(means.canonicalBytes).write(
      to: URL(filePath: home).appending(path: Self.meansName), options: .atomic)
  }

  private func read(_ name: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: home + "/" + name) else {
      throw WalletError(.notFound, .errorHome, ["home": home, "name": name])
    }
    return Array(data)
  }
}
