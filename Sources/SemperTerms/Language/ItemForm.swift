public import SemperCoding

/// What an item declared in the terms is, as a bound expression over documents of the deal: nothing about it is open.
public enum ItemForm: Hashable, Sendable, CanonicalValue, CustomStringConvertible {
  /// `semper-offer`: what the seller offers.
  case offer
  /// `semper-order`
  case order
  /// `semper-contract`: both sign it.
  case contract
  /// `semper-receipt`: that the exchange has gone through.
  case receipt
  /// `document`: a signed statement under a form that is declared under its name.
  case document
  /// `data(offer.content)`: what is delivered on line.
  case data(FieldPath)
  /// `money(offer.price)`
  case money(Expression)
  /// `refund(price)`: all of what was paid, by the means by which it was; `refund(price, remedy.amount)`: a part of it.
  case refund(of: String, Expression?)
  /// `credential(ticket)`: a right that its holder can show.
  case credential(String)
  /// Things that are shipped; a document tells of it.
  case goods
  /// Labour; a document tells of it.
  case work

  /// The offer's own fields that every offer has.
  public static let price = FieldPath("offer", "price")
  public static let content = FieldPath("offer", "content")

  public var description: String {
    switch self {
    case .offer: "semper-offer"
    case .order: "semper-order"
    case .contract: "semper-contract"
    case .receipt: "semper-receipt"
    case .document: "document"
    case .data(let path): "data(\(path))"
    case .money(let amount): "money(\(amount))"
    case .refund(let item, let amount): amount.map { "refund(\(item), \($0))" } ?? "refund(\(item))"
    case .credential(let type): "credential(\(type))"
    case .goods: "goods"
    case .work: "work"
    }
  }

  /// As an author writes it.
  public init(authored text: String) throws(CodingError) {
    switch text {
    case "semper-offer": self = .offer
    case "semper-order": self = .order
    case "semper-contract": self = .contract
    case "semper-receipt": self = .receipt
    case "document": self = .document
    case "goods": self = .goods
    case "work": self = .work
    default: self = try Self.call(text)
    }
  }

  private static func call(_ text: String) throws(CodingError) -> ItemForm {
    guard let bracket = text.firstIndex(of: "("), text.last == ")" else { throw unknown(text) }
    let inner = String(text[text.index(after: bracket)...].dropLast())
    switch text[..<bracket] {
    case "data": return .data(try FieldPath(text: inner))
    case "money": return .money(try Expression(authored: inner))
    case "credential":
      guard TermsName.isName(inner) else {
        throw CodingError(.wrongForm, "“\(inner.prefix(60))” is no name of a credential")
      }
      return .credential(inner)
    case "refund":
      let parts = inner.split(separator: ",", maxSplits: 1).map(String.init)
      guard let item = parts.first, TermsName.isName(item) else {
        throw CodingError(.wrongForm, "a refund names the item whose money comes back: refund(price)")
      }
      return .refund(of: item, parts.count == 1 ? nil : try Expression(authored: parts[1]))
    default: throw unknown(text)
    }
  }

  private static func unknown(_ text: String) -> CodingError {
    CodingError(
      .wrongForm,
      "“\(text.prefix(60))” is no form of an item; there are semper-offer, semper-order, semper-contract, semper-receipt, document, "
        + "data(…), money(…), refund(…), credential(…), goods and work")
  }

  public var json: JSON { .string(description) }

  /// Refuses another spelling than its own, so that the same terms have the same bytes.
  public init(json: JSON) throws(CodingError) {
    let text = try String(json: json)
    try self.init(authored: text)
    guard description == text else { throw CodingError(.notCanonical, "it is published as “\(description)”") }
  }

  public var isMoney: Bool {
    switch self {
    case .money, .refund: true
    case .offer, .order, .contract, .receipt, .document, .data, .credential, .goods, .work: false
    }
  }

  /// A signed statement that its giver fills in.
  public var isDocument: Bool {
    switch self {
    case .offer, .order, .contract, .document: true
    case .receipt, .data, .money, .refund, .credential, .goods, .work: false
    }
  }

  /// What somebody pays for.
  public var isPerformance: Bool {
    switch self {
    case .data, .credential, .goods, .work: true
    case .offer, .order, .contract, .receipt, .document, .money, .refund: false
    }
  }
}
