/// The two encodings in which attachments travel (RFC 2045, sections 6.7 and 6.8), read strictly.
enum TransferEncoding {
  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let lineLength = 76
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 0xFF, count: 256)
    for (value, letter) in letters.enumerated() { values[Int(letter)] = UInt8(value) }
    return values
  }()

  /// Refuses other letters than those of the alphabet and white space, padding at the wrong place, and bits that nobody needs.
  static func base64(_ text: ArraySlice<UInt8>) throws(MailError) -> [UInt8] {
    let wrong = MailError(.malformed, "the attachment is not base64")
    var bytes = [UInt8]()
    bytes.reserveCapacity(text.count / 4 * 3)
    var (bits, count, padding) = (UInt32(0), 0, 0)
    for byte in text {
      switch byte {
      case UInt8(ascii: "\r"), UInt8(ascii: "\n"), UInt8(ascii: " "), UInt8(ascii: "\t"): continue
      case UInt8(ascii: "="):
        padding += 1
        guard padding <= 2 else { throw wrong }
      default:
        guard padding == 0, values[Int(byte)] != 0xFF else { throw wrong }
        bits = bits << 6 | UInt32(values[Int(byte)])
        count += 1
        guard count == 4 else { continue }
        bytes += [
          UInt8(truncatingIfNeeded: bits >> 16), UInt8(truncatingIfNeeded: bits >> 8), UInt8(truncatingIfNeeded: bits),
        ]
        (bits, count) = (0, 0)
      }
    }
    switch (count, padding) {
    case (0, 0): break
    case (2, 2):
      guard bits & 0xF == 0 else { throw wrong }
      bytes.append(UInt8(truncatingIfNeeded: bits >> 4))
    case (3, 1):
      guard bits & 0x3 == 0 else { throw wrong }
      bytes += [UInt8(truncatingIfNeeded: bits >> 10), UInt8(truncatingIfNeeded: bits >> 2)]
    default: throw wrong
    }
    return bytes
  }

  /// In lines of 76 letters.
  static func base64(encoding bytes: [UInt8]) -> String {
    var text = [UInt8]()
    for start in stride(from: 0, to: bytes.count, by: lineLength / 4 * 3) {
      let line = bytes[start..<min(start + lineLength / 4 * 3, bytes.count)]
      for place in stride(from: line.startIndex, to: line.endIndex, by: 3) {
        let group = line[place..<min(place + 3, line.endIndex)]
        let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
        for digit in 0..<4 {
          text.append(digit <= group.count ? letters[Int(bits >> UInt32(18 - 6 * digit)) & 63] : UInt8(ascii: "="))
        }
      }
      text += Array("\r\n".utf8)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Refuses an equals sign that neither stands for a byte nor breaks a line.
  static func quotedPrintable(_ text: ArraySlice<UInt8>) throws(MailError) -> [UInt8] {
    var bytes = [UInt8]()
    var (rest, isBroken) = (text, true)
    while let whole = MailMessage.line(of: &rest) {
      if !isBroken { bytes.append(UInt8(ascii: "\n")) }
      var line = whole
      while let last = line.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\t") { line = line.dropLast() }
      isBroken = line.last == UInt8(ascii: "=")
      if isBroken { line = line.dropLast() }
      while let byte = line.popFirst() {
        guard byte == UInt8(ascii: "=") else {
          bytes.append(byte)
          continue
        }
        guard let high = line.popFirst().flatMap(digit), let low = line.popFirst().flatMap(digit) else {
          throw MailError(.malformed, "the attachment is not quoted-printable")
        }
        bytes.append(high << 4 | low)
      }
    }
    return bytes
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
