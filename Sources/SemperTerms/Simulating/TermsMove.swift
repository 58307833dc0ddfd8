public import SemperCoding

/// A move as somebody who tries terms out names it: `done`, `else`, the name of an option, or `raise NAME`; with what the documents
/// that are given in it say.
public struct TermsMove: Equatable, Sendable {
  public let name: String
  public let documents: JSON

  public init(_ name: String, documents: JSON = .object(JSONObject([]))) {
    self.name = name
    self.documents = documents
  }

  /// A text, or an object `{ do: …, with: … }`.
  public init(json: JSON) throws(CodingError) {
    guard case .object = json else {
      self.init(try String(json: json))
      return
    }
    var fields = try ObjectReader(json)
    let name: String = try fields.value("do")
    let documents: JSON = try fields.optional("with") ?? .object(JSONObject([]))
    try fields.close()
    guard case .object = documents else {
      throw CodingError(.wrongType, "an object of documents is expected").inside("with")
    }
    self.init(name, documents: documents)
  }

  static let raising = "raise "
}
