public import SemperCoding

/// A right that is handed over in a step, in the form in which its holder shows it: an SD-JWT.
public struct HandedCredential: Hashable, Sendable, CanonicalValue {
  static let longest = 64 << 10

  public let item: String
  public let credential: String

  public init(item: String, credential: String) {
    self.item = item
    self.credential = credential
  }

  public var json: JSON { .fields(["credential": credential.json, "item": item.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    credential = try fields.value("credential")
    item = try fields.value("item")
    try fields.close()
    guard credential.utf8.count <= Self.longest else {
      throw CodingError(.tooLarge, "a credential has at most \(Self.longest) bytes").inside("credential")
    }
  }
}
