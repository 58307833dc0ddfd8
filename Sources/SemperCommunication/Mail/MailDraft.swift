/// A mail with one attachment, for a person to send with her own mail program: without sender and recipient, in plain ASCII, in lines
/// that every server carries.
public struct MailDraft: Sendable {
  private let subject: String
  private let text: String
  private let mediaType: String
  private let file: String
  private let attached: [UInt8]

  /// - Parameters:
  ///   - subject, text: lines of people's words; what is not plain ASCII is encoded.
  ///   - file: the attachment's name, of letters, digits, dots and hyphens.
  public init(subject: String, text: String, attaching attached: [UInt8], as file: String, mediaType: String) {
    precondition(
      file.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") })
    self.subject = subject
    self.text = text
    self.mediaType = mediaType
    self.file = file
    self.attached = attached
  }

  public var bytes: [UInt8] {
    // A boundary cannot stand in base64, because no line of it begins with two hyphens.
    let boundary = "=_semper_offer"
    let lines = [
      "MIME-Version: 1.0", "X-Unsent: 1", "Subject: " + encoded(subject),
      "Content-Type: multipart/mixed; boundary=\"\(boundary)\"", "", "--" + boundary,
      "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", "",
      TransferEncoding.base64(encoding: Array(text.utf8)) + "--" + boundary,
      "Content-Type: \(mediaType);", " name=\"\(file)\"", "Content-Transfer-Encoding: base64",
      "Content-Disposition: attachment;", " filename=\"\(file)\"", "",
      TransferEncoding.base64(encoding: attached) + "--" + boundary + "--", "",
    ]
    return Array(lines.joined(separator: "\r\n").utf8)
  }

  /// Words of whole characters, so short (RFC 2047, section 2) that the first one fits into a line with the field's name.
  private func encoded(_ text: String) -> String {
    var words = [""]
    for character in text where !character.isNewline && character.asciiValue.map({ $0 >= 0x20 }) ?? true {
      if words[words.count - 1].utf8.count + character.utf8.count > 42 { words.append("") }
      words[words.count - 1].append(character)
    }
    return words.prefix(8).map { word in
      let letters = TransferEncoding.base64(encoding: Array(word.utf8)).split(separator: "\r\n").joined()
      return "=?utf-8?B?\(letters)?="
    }.joined(separator: "\r\n ")
  }
}
