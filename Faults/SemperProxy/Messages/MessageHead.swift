/// The first line and the fields of an HTTP/1.1 message, as far as forwarding needs them.
struct MessageHead {
  /// As received, with the empty line.
  let bytes: [UInt8]
  private let first: [Substring]
  private let fields: [(name: String, value: String)]

  init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
    guard let line = lines.first else { return nil }
    first = line.split(separator: " ", maxSplits: 2)
    guard first.count >= 2 else { return nil }
    fields = lines.dropFirst().compactMap { line in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      return (line[..<colon].lowercased(), String(value))
    }
  }

  /// Of a request.
  var method: String { String(first[0]) }
  /// Of a request, without the query.
  var path: String { String(first[1].prefix { $0 != "?" }) }
  /// Of a response.
  var status: Int? { Int(first[1]) }

  func value(_ name: String) -> String? { fields.first { $0.name == name }?.value.lowercased() }

  var closes: Bool { value("connection") == "close" || first.contains { $0 == "HTTP/1.0" } }
  var expectsContinue: Bool { value("expect") == "100-continue" }

  /// How the body of this request ends.
  var requestBody: BodyEnd { value("transfer-encoding") != nil ? .chunked : counted ?? .none }

  /// How the body of this response ends.
  func responseBody(toHead: Bool) -> BodyEnd {
    if toHead || status == 204 || status == 304 { return .none }
    return value("transfer-encoding") != nil ? .chunked : counted ?? .close
  }

  private var counted: BodyEnd? { value("content-length").flatMap { Int($0) }.map { $0 == 0 ? .none : .count($0) } }
}
