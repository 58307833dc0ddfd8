public import SemperCoding
public import SemperCryptography
import SemperModel

/// What profile 2 adds to SET's structures where SET lets them be extended. All of ours are critical: a reader that does not
/// know one refuses the message.
public struct MessageExtensions: DERValue, Hashable {
  /// What an extension holds. The numbers stand under the arc for documentation (RFC 5612), as no registered one exists.
  public enum Kind: UInt, Sendable, CaseIterable {
    /// The certificate that payment instructions are sealed to, in order and instructions alike.
    case gatewayThumb = 1
    /// Under which terms alone the money may be captured.
    case lockTerms = 2
    /// Whom and what an approval is for.
    case approvalBinding = 3
    /// With what a capture or release is claimed.
    case lockClaim = 4
    /// The ledger's signed word that the money is locked, or how the lock ended.
    case lockWord = 5
    /// What a purchase is for in the deal around it.
    case paymentReference = 6

    var name: OID { OID([1, 3, 6, 1, 4, 1, 32473, 42, 2, rawValue]) }
  }

  private let entries: [Entry]

  private struct Entry: DERValue, Hashable {
    let kind: Kind
    let value: ByteString

    init(kind: Kind, value: ByteString) {
      self.kind = kind
      self.value = value
    }

    var der: DERElement { .sequence([kind.name.der, true.der, value.der]) }

    init(der: DERElement) throws(CodingError) {
      var fields = try DERReader(der)
      let name: OID = try fields.value()
      let isCritical: Bool = try fields.value()
      value = try fields.value()
      try fields.close()
      guard let kind = Kind.allCases.first(where: { $0.name == name }), isCritical else {
        throw CodingError(.unknownMember, "the extension \(name) is not known here")
      }
      self.kind = kind
    }
  }

  /// `nil` where there is none at all, as an empty list is never written.
  init?(_ values: [Kind: [UInt8]]) {
    guard !values.isEmpty else { return nil }
    entries = values.sorted { $0.key.rawValue < $1.key.rawValue }.map {
      Entry(kind: $0.key, value: ByteString($0.value))
    }
  }

  func value(_ kind: Kind) -> [UInt8]? { entries.first { $0.kind == kind }?.value.bytes }

  public var der: DERElement { entries.der }

  public init(der: DERElement) throws(CodingError) {
    entries = try [Entry](der: der)
    let numbers = entries.map(\.kind.rawValue)
    guard !numbers.isEmpty, zip(numbers, numbers.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw CodingError(.notCanonical, "extensions stand in order, each once")
    }
  }
}
