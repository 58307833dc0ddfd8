public import SemperCoding

/// What a document tells of goods that travel, and which of its fields say it: `dispatch(carrier, parcel)` or
/// `handover(received, intact)`. Whoever decides a dispute reads these fields and no others, whatever they are called.
public enum Telling: Hashable, Sendable, CanonicalValue, CustomStringConvertible {
  /// A dispatch note, given with goods: with which carrier they travel, under which parcel number.
  case dispatch(carrier: String, parcel: String)
  /// A hand-over receipt by whoever got goods: when they came, and whether the parcel was intact.
  case handover(received: String, intact: String)

  private static let longestField = 40

  public var description: String {
    switch self {
    case .dispatch(let carrier, let parcel): "dispatch(\(carrier), \(parcel))"
    case .handover(let received, let intact): "handover(\(received), \(intact))"
    }
  }

  public var json: JSON { .string(description) }

  /// Refuses another word, another number of fields, and another spelling than its own.
  public init(json: JSON) throws(CodingError) {
    let text = try String(json: json)
    guard let bracket = text.firstIndex(of: "("), text.last == ")", text.utf8.count <= 2 * Self.longestField + 16 else {
      throw Self.unknown(text)
    }
    let names = text[text.index(after: bracket)...].dropLast().split(separator: ",", omittingEmptySubsequences: false)
      .map { String($0.drop { $0 == " " }) }
    guard names.count == 2, names.allSatisfy(TermsName.isName) else { throw Self.unknown(text) }
    switch text[..<bracket] {
    case "dispatch": self = .dispatch(carrier: names[0], parcel: names[1])
    case "handover": self = .handover(received: names[0], intact: names[1])
    default: throw Self.unknown(text)
    }
    guard description == text else { throw CodingError(.notCanonical, "it is published as “\(description)”") }
  }

  private static func unknown(_ text: String) -> CodingError {
    CodingError(
      .wrongForm,
      "“\(text.prefix(60))” tells of nothing; write dispatch(carrier, parcel) or handover(received, intact) with the names of your fields"
    )
  }

  /// The fields that say it, and of which kind each has to be.
  var fields: [(name: String, type: ValueType)] {
    switch self {
    case .dispatch(let carrier, let parcel): [(carrier, .text), (parcel, .text)]
    case .handover(let received, let intact): [(received, .moment), (intact, .flag)]
    }
  }

  public var isDispatch: Bool { if case .dispatch = self { true } else { false } }
}
