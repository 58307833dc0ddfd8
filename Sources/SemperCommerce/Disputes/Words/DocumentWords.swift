public import SemperCoding
import SemperModel
public import SemperTerms
public import SemperTrustedUI

/// What the documents of a deal say, as people write it: amounts in their language, moments with their hour, yes and no. Everybody who
/// is shown a document reads the same words: the two sides, whoever judges, and a court.
///
/// Texts stand as they were written. They come from somebody else, so a line is one line and shows no hidden characters; whoever puts
/// it into a page escapes it.
public struct DocumentWords: Sendable {
  /// Longer than any text that terms allow; a list can be longer, and is cut.
  public static let longest = 5_000

  private let texts: Texts

  public init(_ language: Language) { texts = DisputeWords.wording[language] }

  /// One line for each field: `order.quantity: 3`.
  ///
  /// - Parameter terms: whose forms say what a field holds; without them the form of a value has to.
  public func lines(_ documents: GivenDocuments, under terms: TermsOfBusiness? = nil) -> [String] {
    documents.object.members.flatMap { document in
      let fields = terms?.fields(of: document.name) ?? []
      return (document.value.object?.members ?? []).map { member in
        let field = fields.first { $0.name.isSameText(as: member.name) }?.field
        let value = terms.flatMap { terms in
          field.flatMap { try? FieldValue(json: member.value, in: $0, currency: terms.currency) }
        }
        let text = value.map(text) ?? text(member.value)
        return Self.line("\(document.name).\(member.name): \(text)")
      }
    }
  }

  public func text(_ value: FieldValue) -> String {
    switch value {
    case .integer(let number): String(number)
    case .money(let money): texts.price(money)
    case .span(let span): texts.duration(span)
    case .moment(let moment): texts.moment(moment)
    case .text(let text): text
    case .flag(let flag): word(flag)
    case .lines(let lines):
      lines.map { row($0.sorted { $0.key < $1.key }.map { ($0.key, text($0.value)) }) }
        .joined(separator: "; ")
    case .content(let digest): "\(digest)"
    case .address(let lines): lines.joined(separator: " / ")
    }
  }

  /// By the form of the value alone: an amount, a moment and a length of time each have one form that nothing else has.
  public func text(_ value: JSON) -> String {
    switch value {
    case .string(let text):
      if let moment = try? Timestamp(text: text) { return texts.moment(moment) }
      return (try? Span(text: text)).map(texts.duration) ?? text
    case .object(let object):
      if let money = try? Money(json: value) { return texts.price(money) }
      return row(object.members.map { ($0.name, text($0.value)) })
    case .array(let values):
      let isList = values.contains { if case .object = $0 { true } else { false } }
      return values.map(text).joined(separator: isList ? "; " : " / ")
    case .bool(let flag): return word(flag)
    case .null, .integer, .number: return String(decoding: CanonicalJSON.encode(value), as: UTF8.self)
    }
  }

  static func line(_ text: String) -> String {
    let line = HumanText.line(text)
    let scalars = line.unicodeScalars
    return scalars.count > longest ? String(String.UnicodeScalarView(scalars.prefix(longest))) + " …" : line
  }

  private func word(_ flag: Bool) -> String { texts.text(flag ? "document.yes" : "document.no") }

  private func row(_ fields: [(String, String)]) -> String {
    fields.map { "\($0): \($1)" }.joined(separator: ", ")
  }
}
