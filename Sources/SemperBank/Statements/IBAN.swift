public import SemperCoding
public import SemperModel

/// An account's number (ISO 13616): `XX`, two check digits, the bank's four letters, and the first 128 bits of the holder's key
/// thumbprint in 26 characters. So a number belongs to one account, without a table of numbers.
public struct IBAN: Hashable, Sendable, CanonicalValue, CustomStringConvertible {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
  private static let accountBytes = 16
  public let text: String
  public let bank: BankCode
  let account: [UInt8]

  public init(_ bank: BankCode, _ holder: Thumbprint) {
    self.bank = bank
    account = Array(holder.bytes.prefix(Self.accountBytes))
    let body = bank.letters + Self.encoded(account)
    text = "XX" + Self.checkDigits(body) + body
  }

  /// Refuses another form and wrong check digits.
  public init(text: String) throws(CodingError) {
    let wrong = CodingError(.wrongForm, "this is no account number of this system")
    guard text.utf8.count == 34, text.hasPrefix("XX") else { throw wrong }
    let body = String(text.dropFirst(4))
    bank = try BankCode(String(body.prefix(4)))
    guard let account = Self.decoded(body.dropFirst(4)), text == "XX" + Self.checkDigits(body) + body else {
      throw wrong
    }
    self.account = account
    self.text = text
  }

  /// 98 minus the remainder by 97 of the rest, with letters as numbers from 10.
  private static func checkDigits(_ body: String) -> String {
    var remainder = 0
    for byte in (body + "XX00").utf8 {
      if UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte {
        remainder = (remainder * 100 + Int(byte - UInt8(ascii: "A")) + 10) % 97
      } else {
        remainder = (remainder * 10 + Int(byte - UInt8(ascii: "0"))) % 97
      }
    }
    let digits = String(98 - remainder)
    return digits.utf8.count == 1 ? "0" + digits : digits
  }

  private static func encoded(_ bytes: [UInt8]) -> String {
    var (text, buffer, bits) = ([UInt8](), 0, 0)
    for byte in bytes + [0] {
      buffer = buffer << 8 | Int(byte)
      bits += 8
      while bits >= 5, text.count < 26 {
        bits -= 5
        text.append(alphabet[buffer >> bits & 31])
      }
      buffer &= (1 << bits) - 1
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// `nil` for other characters, and where the two bits after the 128th are not zero.
  private static func decoded(_ text: Substring) -> [UInt8]? {
    var (bytes, buffer, bits) = ([UInt8](), 0, 0)
    for byte in text.utf8 {
      guard let value = alphabet.firstIndex(of: byte) else { return nil }
      buffer = buffer << 5 | value
      bits += 5
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(buffer >> bits & 255))
      }
      buffer &= (1 << bits) - 1
    }
    return bytes.count == accountBytes && buffer == 0 ? bytes : nil
  }

  public var description: String { text }
  public var json: JSON { .string(text) }
  public init(json: JSON) throws(CodingError) { try self.init(text: String(json: json)) }
}
