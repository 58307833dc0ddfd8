import Foundation
import SemperCoding

/// What the texts give away that Swift makes of a value.
public enum SecretSearch {
  /// A value as a part of another one that says nothing of itself.
  private struct Holder<Held> {
    let held: Held
  }

  /// What of these secrets is found in a text of the value, alone or as a part of others; empty where it tells nothing.
  public static func findings<Value>(
    of secrets: [[UInt8]] = [], words: [String] = [], in value: Value
  ) -> [String] {
    texts(of: value).flatMap { text in
      secrets.flatMap { findings(of: $0, inText: text) } + words.filter(text.contains)
    }
  }

  /// In which forms these bytes are found in a text.
  public static func findings(of secret: [UInt8], inText text: String) -> [String] {
    let (numbers, listed) = (numbers(in: text), secret.map(Int.init))
    let isListed = numbers.indices.contains { numbers[$0...].starts(with: listed) }
    return forms(of: secret).filter(text.contains)
      + (isListed ? [listed.map(String.init).joined(separator: " … ")] : [])
  }

  /// All runs of digits, whatever stands between them. By bytes, since logs are long.
  private static func numbers(in text: String) -> [Int] {
    var numbers: [Int] = []
    var number: Int?
    for byte in text.utf8 {
      if case 0x30...0x39 = byte {
        // A longer number than any that is looked for need not be right.
        number = min((number ?? 0) * 10 + Int(byte - 0x30), 1_000_000)
      } else if let ended = number {
        numbers.append(ended)
        number = nil
      }
    }
    return numbers + (number.map { [$0] } ?? [])
  }

  /// How bytes are written in one piece.
  private static func forms(of bytes: [UInt8]) -> [String] {
    let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return [Base64URL.encode(bytes), Data(bytes).base64EncodedString(), digits, digits.uppercased()]
  }

  private static func texts<Value>(of value: Value) -> [String] {
    let holder = Holder(held: value)
    return ["\(value)", "\([value])", "\(holder)", String(reflecting: value), String(reflecting: holder)]
      + [dumped(value), dumped(holder)]
  }

  private static func dumped(_ value: some Any) -> String {
    var text = ""
    _ = Swift.dump(value, to: &text)
    return text
  }
}
