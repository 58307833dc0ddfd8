public import SemperCoding
import SemperExchange
import SemperModel

/// What a transfer has, as both sides have agreed before: everything that there is, unless they leave something out.
///
/// It is signed in any case: between programs a signature is what tells a recipient from whom a letter comes.
///
/// Written with what is left out only, such as `{"receipt":false}`.
public struct PartyTransferTerms: Hashable, Sendable, CanonicalValue {
  /// Nobody but the recipients can read the package.
  public var isConfidential: Bool
  /// The recipients sign for it.
  public var asksReceipt: Bool

  public static let all = PartyTransferTerms()

  public init(isConfidential: Bool = true, asksReceipt: Bool = true) {
    self.isConfidential = isConfidential
    self.asksReceipt = asksReceipt
  }

  /// What a letter has, whatever was agreed.
  init(of arrived: ArrivedTransfer) {
    isConfidential = arrived.manifest.key != nil
    asksReceipt = arrived.manifest.asksReceipt
  }

  /// Whether a delivery agent takes letters like these: it brings them to somebody who signs for them.
  public var suitsAgent: Bool { asksReceipt }

  /// In plain words, for a refusal.
  var words: String {
    (isConfidential ? "sealed" : "not sealed") + ", " + (asksReceipt ? "with a receipt" : "without a receipt")
  }

  func options(patience: Span, life: Span) -> TransferOptions {
    TransferOptions(
      isConfidential: isConfidential, asksReceipt: asksReceipt, patience: patience, life: life)
  }

  public var json: JSON {
    .fields([
      "confidential": isConfidential ? nil : false.json, "receipt": asksReceipt ? nil : false.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    isConfidential = try Self.isKept("confidential", &fields)
    asksReceipt = try Self.isKept("receipt", &fields)
    try fields.close()
    guard self != .all else {
      throw CodingError(.notCanonical, "what a transfer has goes without saying: leave it out")
    }
  }

  private static func isKept(_ name: String, _ fields: inout ObjectReader) throws(CodingError) -> Bool {
    let written: Bool? = try fields.optional(name)
    guard written != true else {
      throw CodingError(.notCanonical, "a transfer has this anyway: write false or leave it out").inside(name)
    }
    return written ?? true
  }
}
