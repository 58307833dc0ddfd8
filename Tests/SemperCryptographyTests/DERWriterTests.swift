import SemperTesting
import SwiftASN1
import Testing

@testable import SemperCryptography

/// Whatever swift-asn1 writes byte for byte, and reads as what it was.
@Suite struct DERWriterTests {
  /// Where a length or a tag begins to take another byte.
  private static let edges = [0x1F, 0x80, 0x100, 0x4000]

  private func expectSame(_ element: DERElement) throws {
    let bytes = element.encoded
    // Compared apart from the expectation, which would print both.
    let isSame = bytes == element.writtenBySwiftASN1
    #expect(isSame)
    let isRead = try DERElement(bytes) == element
    #expect(isRead)
  }

  @Test func contentsOfEveryLengthAroundTheEdges() throws {
    for edge in Self.edges + [0x1_0000] {
      for length in edge - 16...edge + 2 {
        let octets = DERElement(.octetString, .primitive(Array(repeating: 0x5A, count: length)))
        try expectSame(octets)
        try expectSame(.sequence([DERElement.set([octets]).explicit(0), .null]))
      }
    }
  }

  @Test func tagsOfEveryNumberAroundTheEdges() throws {
    for edge in Self.edges {
      for number in edge - 2...edge + 2 {
        try expectSame(DERElement(.context(number), .primitive([1])))
        try expectSame(DERElement.null.explicit(number))
        try expectSame(DERElement.sequence([.null, nil, DERElement.null.implicit(number)]))
      }
    }
  }

  @Test func randomTrees() throws {
    for seed in 0..<300 {
      var numbers = SeededNumbers(UInt64(seed))
      try expectSame(.random(depth: 6, &numbers))
    }
  }
}

extension DERElement {
  fileprivate var writtenBySwiftASN1: [UInt8] {
    var serializer = DER.Serializer()
    append(to: &serializer)
    return serializer.serializedBytes
  }

  private func append(to serializer: inout DER.Serializer) {
    let identifier = ASN1Identifier(
      tagWithNumber: UInt(tag.number), tagClass: tag.space == .universal ? .universal : .contextSpecific)
    switch content {
    case .primitive(let bytes): serializer.appendPrimitiveNode(identifier: identifier) { $0.append(contentsOf: bytes) }
    case .constructed(let elements):
      serializer.appendConstructedNode(identifier: identifier) { inner in
        for element in elements { element.append(to: &inner) }
      }
    }
  }

  fileprivate static func random(depth: Int, _ numbers: inout SeededNumbers) -> DERElement {
    let tags: [DERTag] = [
      .sequence, .set, .octetString, .utf8String, .context(0), .context(30), .context(31), .context(300),
    ]
    let tag = tags[Int.random(in: 0..<tags.count, using: &numbers)]
    guard depth > 0, Int.random(in: 0..<4, using: &numbers) > 0 else {
      let length = [0, 1, 3, 20, 60, 120, 250].randomElement(using: &numbers) ?? 0
      return DERElement(tag, .primitive(numbers.bytes(length)))
    }
    let elements = (0..<Int.random(in: 0...4, using: &numbers)).map { _ in random(depth: depth - 1, &numbers) }
    return DERElement(tag, .constructed(elements))
  }
}
