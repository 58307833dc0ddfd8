import SemperCoding

/// JSON values drawn at random: every type, nested, with names and texts from all planes of Unicode.
enum RandomJSON {
  static func value(
    using generator: inout SeededGenerator, fractions: Bool, depth: Int = 0
  ) -> JSON {
    switch Int.random(in: 0..<(depth < 5 ? 8 : 6), using: &generator) {
    case 0: return .null
    case 1: return .bool(.random(using: &generator))
    case 2:
      return .integer(.random(in: -DecodingLimits.widestInteger...DecodingLimits.widestInteger, using: &generator))
    case 3: return fractions ? .number(number(using: &generator)) : .integer(.random(in: -9...9, using: &generator))
    case 4, 5: return .string(text(using: &generator))
    case 6:
      return .array(
        (0..<Int.random(in: 0...5, using: &generator)).map { _ in
          value(using: &generator, fractions: fractions, depth: depth + 1)
        })
    default:
      var members = [(String, JSON)]()
      for _ in 0..<Int.random(in: 0...5, using: &generator) {
        let name = text(using: &generator)
        guard !members.contains(where: { $0.0.utf8.elementsEqual(name.utf8) }) else { continue }
        members.append((name, value(using: &generator, fractions: fractions, depth: depth + 1)))
      }
      return .object(JSONObject(members))
    }
  }

  static func number(using generator: inout SeededGenerator) -> Double {
    while true {
      let number = Double(bitPattern: generator.next())
      if number.isFinite { return number }
    }
  }

  static func text(using generator: inout SeededGenerator) -> String {
    let ranges: [ClosedRange<UInt32>] = [
      0x20...0x7E, 0x20...0x7E, 0...0x1F, 0x80...0x7FF, 0x300...0x36F, 0xE000...0xFFFD, 0x1_0000...0x1_FFFF,
    ]
    var scalars = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...6, using: &generator) {
      let range = ranges[Int.random(in: 0..<ranges.count, using: &generator)]
      if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator)) { scalars.append(scalar) }
    }
    return String(scalars)
  }
}
