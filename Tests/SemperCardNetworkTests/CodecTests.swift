import Foundation
import SemperCardNetwork
import SemperCoding
import SemperTesting
import Testing

/// Our codec and pyiso8583's read and write the same messages, and ours refuses what has another form.
@Suite struct CodecTests {
  private struct Task: Codable {
    var t: String?
    var fields: [String: String]?
    var message: String?
    var messages: [Task]?
  }

  private static func ask(_ lines: [String]) throws -> [Task] {
    try Oracle.python("iso8583_codec", Array(lines.joined(separator: "\n").utf8))
      .split(separator: UInt8(ascii: "\n"))
      .map { try JSONDecoder().decode(Task.self, from: Data($0)) }
  }

  private static func fields(_ message: CardMessage) -> [String: String] {
    Dictionary(uniqueKeysWithValues: (2...128).compactMap { n in message[n].map { (String(n), $0) } })
  }

  @Test func whatPythonWritesIsRead() throws {
    let drawn = try #require(try Self.ask(["{\"random\": [20261126, 400]}"]).first?.messages)
    #expect(drawn.count == 400)
    for task in drawn {
      let bytes = Array(try #require(task.message).utf8)
      let message = try CardMessage(decoding: bytes)
      #expect(message.type.rawValue == task.t)
      #expect(Self.fields(message) == task.fields)
      #expect(message.encoded == bytes)
    }
  }

  @Test func whatWeWriteIsRead() throws {
    var numbers = SeededNumbers(8583)
    var written: [CardMessage] = []
    // Drawn by Python, but the elements of two messages together, so that what is encoded is new to it.
    let drawn = try #require(try Self.ask(["{\"random\": [7, 300]}"]).first?.messages)
    for pair in zip(drawn, drawn.reversed()) {
      var message = CardMessage(MessageType.allCases.randomElement(using: &numbers) ?? .networkRequest)
      for (key, value) in (pair.0.fields ?? [:]).merging(pair.1.fields ?? [:], uniquingKeysWith: { a, _ in a }) {
        try message.set(try #require(Int(key)), value)
      }
      written.append(message)
    }
    let lines = try written.map { message in
      let object = ["decode": String(decoding: message.encoded, as: UTF8.self)]
      return String(decoding: try JSONEncoder().encode(object), as: UTF8.self)
    }
    for (task, message) in zip(try Self.ask(lines), written) {
      #expect(task.t == message.type.rawValue)
      #expect(task.fields == Self.fields(message))
    }
  }

  private static func sample() throws -> CardMessage {
    var message = CardMessage(.financialRequest)
    try message.set(2, "9999990000000016")
    try message.set(4, "000000000100")
    try message.set(48, "abc")
    try message.set(90, String(repeating: "1", count: 42))
    return message
  }

  @Test func noPrefixAndNoLongerOneIsRead() throws {
    let bytes = try Self.sample().encoded
    #expect(try CardMessage(decoding: bytes) == Self.sample())
    for length in bytes.indices {
      #expect(throws: CodingError.self) { try CardMessage(decoding: Array(bytes[..<length])) }
    }
    #expect(throws: CodingError.self) { try CardMessage(decoding: bytes + [0x30]) }
  }

  @Test(arguments: [
    ("an unknown type", "01300000000000000000"), ("a lower-case bitmap", "0200a000000000000000"),
    ("a sign in a bitmap", "0200+000000000000000"), ("a minus sign", "0200-000000000000000"),
    ("an empty secondary bitmap", "080080000000000000000000000000000000"),
    ("element 65", "080080000000000000008000000000000000"),
    ("letters in an amount", "0200100000000000000000000000010A"),
    ("a length above the format's", "020040000000000000002012345678901234567890"),
    ("no length", "0200400000000000000000"), ("a signed length", "02004000000000000000+11"),
    ("lower-case hexadecimal", "02000000000000000001abcdef0123456789"),
  ])
  func anotherFormIsRefused(_ what: String, _ text: String) {
    #expect(throws: CodingError.self, "\(what)") { try CardMessage(decoding: Array(text.utf8)) }
  }

  /// Each changed byte of a sealed message is found, and so is each missing one.
  @Test func everyFlippedBitOfASealedMessageIsRefused() throws {
    let seal = IssuerHost.seal
    let bytes = try seal.sealed(Self.sample())
    #expect(try seal.open(bytes) == Self.sample())
    for index in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[index] ^= 1 << bit
        #expect(throws: CodingError.self) { try seal.open(changed) }
      }
      #expect(throws: CodingError.self) { try seal.open(Array(bytes[..<index])) }
    }
    let other = MessageSeal(key: [UInt8](repeating: 6, count: 32))
    #expect(throws: CodingError.self) { try other.open(bytes) }
  }
}
