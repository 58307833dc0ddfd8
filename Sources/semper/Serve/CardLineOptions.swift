import ArgumentParser
import Foundation

/// What the two ends of an ISO 8583 line are given: an address, and a file with the key that both know.
enum CardLineOptions {
  static func place(_ text: String, of option: String) throws -> (host: String, port: Int) {
    guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
      (0...65535).contains(port)
    else { throw ValidationError("\(option) is HOST:PORT") }
    return (String(text[..<colon]), port)
  }

  static func key(_ file: String?, for option: String) throws -> [UInt8] {
    guard let file, let data = FileManager.default.contents(atPath: file) else {
      throw ValidationError("\(option) needs --cards-key FILE with 64 hexadecimal digits")
    }
    let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    let key = stride(from: 0, to: text.utf8.count - 1, by: 2).compactMap { place in
      UInt8(text.dropFirst(place).prefix(2), radix: 16)
    }
    guard text.utf8.count == 64, text.allSatisfy(\.isHexDigit), key.count == 32 else {
      throw ValidationError("\(file) is not a key of 64 hexadecimal digits")
    }
    return key
  }
}
