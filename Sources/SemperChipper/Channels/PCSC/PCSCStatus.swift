/// A return code of libpcsclite, as far as a terminal can do something about it.
enum PCSCStatus {
  static let removed: UInt32 = 0x8010_0069
  static let reset: UInt32 = 0x8010_0068
  static let timedOut: UInt32 = 0x8010_000A
  static let notTransacted: UInt32 = 0x8010_0016

  /// Throws what a return code other than success means.
  static func check(_ result: Int, reader: String = "") throws(CardFailure) {
    let code = UInt32(truncatingIfNeeded: result)
    guard code != 0 else { return }
    throw failure(code, reader)
  }

  private static func failure(_ code: UInt32, _ reader: String) -> CardFailure {
    switch code {
    case 0x8010_001D, 0x8010_001E:
      CardFailure(.noService, "no smart-card service answers; start pcscd")
    case 0x8010_0009, 0x8010_0017, 0x8010_002E:
      CardFailure(.noReader, "there is no reader “\(reader)” now; plug it in or choose another")
    case 0x8010_000C: CardFailure(.noCard, "there is no card in “\(reader)”; put one in")
    case 0x8010_000B: CardFailure(.inUse, "another program holds the card in “\(reader)” for itself; end that first")
    case removed: CardFailure(.removed, "the card in “\(reader)” was taken out; put it back and ask it again")
    case reset: CardFailure(.reset, "another program has reset the card in “\(reader)”; ask it again")
    case notTransacted, 0x8010_0066, 0x8010_0067, 0x8010_002F:
      CardFailure(.noAnswer, "the card in “\(reader)” does not answer; take it out, put it back and ask it again")
    default:
      CardFailure(.noAnswer, "the reader “\(reader)” failed with code \(String(code, radix: 16)); ask the card again")
    }
  }
}
