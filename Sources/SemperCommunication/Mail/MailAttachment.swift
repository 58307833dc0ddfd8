/// The one attachment of a kind in a mail that a person has saved (RFC 2045, RFC 2046).
///
/// It is known by its media type, or by the end of its file name where a mail program knew no better type. A mail with none of them is
/// refused, and one with several is too: which one is meant is not for a program to guess.
public struct MailAttachment: Sendable {
  private static let deepest = 5
  private static let mostParts = 64
  private static let longestBoundary = 70

  private let mediaType: String
  private let ending: String
  private let largest: Int

  /// - Parameters:
  ///   - ending: of the names of such files, such as `.semper-offer`.
  ///   - largest: in bytes, decoded.
  public init(mediaType: String, ending: String, largest: Int) {
    self.mediaType = mediaType
    self.ending = ending
    self.largest = largest
  }

  /// The decoded bytes of the attachment.
  public func find(in mail: [UInt8]) throws(MailError) -> [UInt8] {
    guard mail.count <= MailMessage.largest else {
      throw MailError(.tooLarge, "the mail is larger than \(MailMessage.largest) bytes")
    }
    var parts = 0
    let found = try attachments(of: MailMessage(mail[...]), depth: 0, &parts)
    guard let first = found.first else {
      throw MailError(.notFound, "the mail has no attachment of the type \(mediaType); save it with its attachments")
    }
    guard found.count == 1 else {
      throw MailError(
        .ambiguous, "the mail has several attachments of the type \(mediaType); save the one that you mean")
    }
    return try decoded(first)
  }

  private func attachments(
    of message: MailMessage, depth: Int, _ parts: inout Int
  ) throws(MailError) -> [MailMessage] {
    parts += 1
    guard depth <= Self.deepest, parts <= Self.mostParts else {
      throw MailError(.tooLarge, "the mail has more than \(Self.mostParts) parts, or parts in parts beyond counting")
    }
    let type = try message.field("content-type")
    guard let type, type.word.hasPrefix("multipart/") else { return try isMeant(message, type) ? [message] : [] }
    guard let boundary = try type.parameter("boundary"), (1...Self.longestBoundary).contains(boundary.utf8.count),
      boundary.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
    else { throw MailError(.malformed, "the mail has parts without a boundary between them") }
    var found = [MailMessage]()
    for part in try Self.parts(of: message.body, between: Array(boundary.utf8)) {
      found += try attachments(of: MailMessage(part), depth: depth + 1, &parts)
    }
    return found
  }

  private func isMeant(_ message: MailMessage, _ type: MailField?) throws(MailError) -> Bool {
    guard let type else { return false }
    if type.word == mediaType { return true }
    guard type.word == "application/octet-stream" else { return false }
    var name = try message.field("content-disposition")?.parameter("filename")
    if name == nil { name = try type.parameter("name") }
    return name?.lowercased().hasSuffix(ending) ?? false
  }

  /// The bytes between lines that are the boundary, without the end of the line before each (RFC 2046, 5.1.1). What comes before
  /// the first and after the last is nobody's.
  private static func parts(
    of body: ArraySlice<UInt8>, between boundary: [UInt8]
  ) throws(MailError) -> [ArraySlice<UInt8>] {
    let mark = Array("--".utf8) + boundary
    var parts = [ArraySlice<UInt8>]()
    var (rest, begin) = (body, Int?.none)
    while true {
      let start = rest.startIndex
      guard var line = MailMessage.line(of: &rest) else { throw MailError(.malformed, "the mail has been cut off") }
      while let last = line.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\t") { line = line.dropLast() }
      let isLast = line.elementsEqual(mark + Array("--".utf8))
      guard isLast || line.elementsEqual(mark) else { continue }
      if let begin { parts.append(withoutLineEnd(body[begin..<max(begin, start)])) }
      guard !isLast else { return parts }
      guard parts.count < mostParts else { throw MailError(.tooLarge, "the mail has more than \(mostParts) parts") }
      begin = rest.startIndex
    }
  }

  private static func withoutLineEnd(_ part: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard part.last == UInt8(ascii: "\n") else { return part }
    let part = part.dropLast()
    return part.last == UInt8(ascii: "\r") ? part.dropLast() : part
  }

  private func decoded(_ message: MailMessage) throws(MailError) -> [UInt8] {
    let field = try message.field("content-transfer-encoding")
    let encoding = field?.word ?? "7bit"
    let bytes: [UInt8]
    switch encoding {
    case "base64": bytes = try TransferEncoding.base64(message.body)
    case "quoted-printable": bytes = try TransferEncoding.quotedPrintable(message.body)
    case "7bit", "8bit", "binary": bytes = Array(message.body)
    default:
      throw MailError(.malformed, "the attachment is encoded as “\(encoding.prefix(40))”, which is not known here")
    }
    guard bytes.count <= largest else { throw MailError(.tooLarge, "the attachment is larger than \(largest) bytes") }
    return bytes
  }
}
