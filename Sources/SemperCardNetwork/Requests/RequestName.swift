public import SemperCoding

/// What a request is known by between gateway and issuer: who sent it, when, under which trace number. A repetition has the same
/// name; an answer is matched by it; a reversal cites it (element 90).
public struct RequestName: Hashable, Sendable, CanonicalValue {
  /// The acquiring institution (element 32): up to 11 digits.
  public let acquirer: String
  /// `MMDDhhmmss` (element 7).
  public let transmission: String
  /// Six digits (element 11).
  public let trace: String

  public init(acquirer: String, transmission: String, trace: String) throws(CodingError) {
    for (text, element) in [(acquirer, 32), (transmission, 7), (trace, 11)] {
      try FieldTable.formats[element]?.check(text.utf8, of: element)
    }
    // In element 90 the institution is filled up with zeros from the left.
    guard !acquirer.hasPrefix("0") else {
      throw CodingError(.wrongForm, "an institution's number begins with another digit than 0")
    }
    self.acquirer = acquirer
    self.transmission = transmission
    self.trace = trace
  }

  init(_ message: CardMessage) throws(CodingError) {
    try self.init(
      acquirer: message.value(32), transmission: message.value(7), trace: message.value(11))
  }

  /// As element 90 cites it: type, trace number, time, acquiring and forwarding institution.
  func original(_ type: MessageType) -> String {
    type.first.rawValue + trace + transmission + String(repeating: "0", count: 11 - acquirer.utf8.count) + acquirer
      + String(repeating: "0", count: 11)
  }

  /// From element 90, with the type of the request that is cited.
  static func cited(_ text: String) throws(CodingError) -> (name: RequestName, type: MessageType) {
    let digits = Array(text)
    guard digits.count == 42, let type = MessageType(rawValue: String(digits[0..<4])), type.isRequest,
      type == type.first, digits[31..<42].allSatisfy({ $0 == "0" })
    else { throw CodingError(.wrongForm, "the original data elements (90) cite no request") }
    let name = try RequestName(
      acquirer: String(digits[20..<31].drop { $0 == "0" }), transmission: String(digits[10..<20]),
      trace: String(digits[4..<10]))
    return (name, type)
  }

  public var json: JSON {
    .fields(["acquirer": acquirer.json, "trace": trace.json, "transmission": transmission.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    try self.init(
      acquirer: try fields.value("acquirer"), transmission: try fields.value("transmission"),
      trace: try fields.value("trace"))
    try fields.close()
  }
}
