/// A mail as it was saved, or a part of one: header fields and a body (RFC 5322, RFC 2045), read as bytes that nobody vouches for.
///
/// Only as much of the form is understood as it takes to find one attachment, and all of it within bounds: what is unusual is refused and
/// not guessed at. Nothing in a mail says anything about who has sent it; what is attached proves itself or counts for nothing.
struct MailMessage {
  static let largest = 8 << 20
  private static let longestHeader = 128 << 10
  private static let mostFields = 512

  /// Names in lower case.
  private let fields: [(name: String, value: String)]
  let body: ArraySlice<UInt8>

  /// Refuses a header that is too long, or that has a line which is no field.
  init(_ bytes: ArraySlice<UInt8>) throws(MailError) {
    var fields = [(name: String, value: String)]()
    var rest = bytes
    var read = 0
    while let line = Self.line(of: &rest) {
      if line.isEmpty { break }
      read += line.count
      guard read <= Self.longestHeader, fields.count < Self.mostFields else {
        throw MailError(.tooLarge, "its header is longer than \(Self.longestHeader) bytes")
      }
      let text = String(decoding: line, as: UTF8.self)
      if let first = line.first, first == UInt8(ascii: " ") || first == UInt8(ascii: "\t") {
        guard let last = fields.indices.last else { throw MailError(.malformed, "its first line continues nothing") }
        fields[last].value += text
        continue
      }
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
        line[..<colon].allSatisfy({ (0x21...0x7E).contains($0) })
      else { throw MailError(.malformed, "“\(text.prefix(40))” is no field of a header") }
      fields.append(
        (
          String(decoding: line[..<colon], as: UTF8.self).lowercased(),
          String(decoding: line[line.index(after: colon)...], as: UTF8.self)
        ))
    }
    self.fields = fields
    body = rest
  }

  /// The bytes up to the end of a line, without it; `nil` at the end. A line ends with CRLF, or with LF as files on disks have it.
  static func line(of rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard !rest.isEmpty else { return nil }
    let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
    var line = rest[..<end]
    rest = end < rest.endIndex ? rest[rest.index(after: end)...] : rest[end...]
    if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
    return line
  }

  /// A field with its parameters; `nil` where it is not there. Refuses one that is there twice.
  func field(_ name: String) throws(MailError) -> MailField? {
    let named = fields.filter { $0.name == name }
    guard named.count <= 1 else { throw MailError(.malformed, "it has the field “\(name)” twice") }
    return try named.first.map { field throws(MailError) in try MailField(field.value) }
  }
}
