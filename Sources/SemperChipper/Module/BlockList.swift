/// A part of the list of purses that modules do not take, under the acquirer's seal for one module.
struct BlockList: Hashable, Sendable {
  /// Purses in one command.
  static let largest = 24

  /// How many purses the list has with this part.
  let length: UInt32
  let numbers: [CardNumber]
  let seal: Seal

  /// - Precondition: at most `largest` purses.
  init(length: UInt32, numbers: [CardNumber], module: CardNumber, key: CardKey) {
    precondition(numbers.count <= Self.largest)
    self.length = length
    self.numbers = numbers
    seal = key.seal(Self.message(module, length, numbers))
  }

  /// `nil` when the length fits no list.
  init?(_ data: [UInt8]) {
    let size = data.count - 4 - Seal.size
    guard size > 0, size % CardNumber.size == 0, size / CardNumber.size <= Self.largest else { return nil }
    var fields = FieldReader(data)
    length = fields.integer()
    numbers = (0..<size / CardNumber.size).map { _ in fields.cardNumber() }
    seal = fields.seal()
  }

  func isSealed(for module: CardNumber, _ key: CardKey) -> Bool {
    seal == key.seal(Self.message(module, length, numbers))
  }

  var bytes: [UInt8] { length.field + numbers.flatMap(\.bytes) + seal.bytes }

  private static func message(_ module: CardNumber, _ length: UInt32, _ numbers: [CardNumber]) -> [UInt8] {
    [0x58] + module.bytes + length.field + numbers.flatMap(\.bytes)
  }
}
