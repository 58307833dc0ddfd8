/// What a card says at the end of each answer (ISO/IEC 7816-4, EN 1546-3).
public struct StatusWord: Error, Hashable, Sendable, CustomStringConvertible {
  public let code: UInt16

  public init(_ code: UInt16) { self.code = code }

  public static let done = StatusWord(0x9000)
  public static let wrongLength = StatusWord(0x6700)
  public static let pinRequired = StatusWord(0x6982)
  public static let pinBlocked = StatusWord(0x6983)
  public static let expired = StatusWord(0x6984)
  public static let outOfOrder = StatusWord(0x6985)
  public static let wrongData = StatusWord(0x6A80)
  public static let applicationNotFound = StatusWord(0x6A82)
  public static let recordNotFound = StatusWord(0x6A83)
  public static let noMemory = StatusWord(0x6A84)
  public static let wrongParameters = StatusWord(0x6A86)
  public static let unknownInstruction = StatusWord(0x6D00)
  public static let unknownClass = StatusWord(0x6E00)
  public static let keyUnavailable = StatusWord(0x6F00)
  public static let wrongSeal = StatusWord(0x9302)
  public static let cardBlocked = StatusWord(0x9303)
  public static let insufficient = StatusWord(0x9401)
  public static let counterExhausted = StatusWord(0x9402)
  public static let aboveMaximum = StatusWord(0x9404)

  /// The PIN was wrong; so many tries are left.
  public static func wrongPIN(left: UInt8) -> StatusWord { StatusWord(0x63C0 | UInt16(min(left, 15))) }

  /// The answer does not fit the length that the command expects; it has so many bytes.
  public static func answerHas(_ length: Int) -> StatusWord { StatusWord(0x6C00 | UInt16(length & 0xFF)) }

  /// Tries left after a wrong PIN.
  public var triesLeft: Int? { code & 0xFFF0 == 0x63C0 ? Int(code & 0xF) : nil }

  public var bytes: [UInt8] { [UInt8(code >> 8), UInt8(code & 0xFF)] }

  public var description: String {
    let digits = String(code, radix: 16, uppercase: true)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }
}
