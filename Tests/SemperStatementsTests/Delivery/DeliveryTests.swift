import SemperCoding
import SemperModel
import SemperStatements
import Testing

@Suite("Checking a ciphertext while it arrives")
struct DeliveryTests {
  @Test("pieces of any size lead to the same verdict", arguments: [1, 7, 48, 65_535, 65_584, 65_585, 1 << 20])
  func pieces(_ size: Int) async throws {
    let sale = try await Sale([65_536, 65_536, 5])
    // One byte at a time only near the borders: the rest in one go.
    var verifier = try DeliveryVerifier(content: sale.description, locked: sale.locked)
    var position = 0
    while position < sale.ciphertext.count {
      let rest = position % Sale.sealedChunk
      let step = size < 48 && (100..<65_500).contains(rest) ? 65_500 - rest : size
      let end = min(position + step, sale.ciphertext.count)
      try verifier.receive(Array(sale.ciphertext[position..<end]))
      position = end
    }
    #expect(verifier.received == sale.locked.length)
    try verifier.finish()
  }

  @Test("random contents around the chunk borders are accepted")
  func sizes() async throws {
    for (seed, length) in [1, 31, 32, 65_487, 65_488, 65_535, 65_536, 65_537, 131_071, 131_072, 131_073].enumerated() {
      let sale = try await Sale([length], seed: UInt64(seed))
      var verifier = try DeliveryVerifier(content: sale.description, locked: sale.locked)
      try verifier.receive(sale.ciphertext)
      try verifier.finish()
    }
  }

  @Test("a flipped bit anywhere is found")
  func tampering() async throws {
    let sale = try await Sale([65_536, 65_536, 500])
    let size = Sale.sealedChunk
    let borders = [0, 1, 31, 32, 33, 65_567, 65_568, size - 1, size, size + 40, 2 * size - 1, 2 * size]
    for position in borders + [sale.ciphertext.count - 17, sale.ciphertext.count - 1] {
      var bytes = sale.ciphertext
      bytes[position] ^= 0x10
      var verifier = try DeliveryVerifier(content: sale.description, locked: sale.locked)
      try verifier.receive(bytes)
      #expect(throws: Refusal.self, "at \(position)") { try verifier.finish() }
    }
    var verifier = try DeliveryVerifier(content: sale.description, locked: sale.locked)
    try verifier.receive(
      Array(sale.ciphertext[size..<2 * size] + sale.ciphertext[..<size] + sale.ciphertext[(2 * size)...]))
    #expect(throws: Refusal.self, "swapped chunks") { try verifier.finish() }
  }

  @Test("too little and too much is refused")
  func length() async throws {
    let sale = try await Sale([70_000])
    var verifier = try DeliveryVerifier(content: sale.description, locked: sale.locked)
    #expect(throws: Refusal.self) { try verifier.finish() }
    try verifier.receive(Array(sale.ciphertext.dropLast()))
    #expect(throws: Refusal.self) { try verifier.finish() }
    #expect { try verifier.receive(Array(sale.ciphertext.suffix(1) + [0])) } throws: {
      ($0 as? Refusal)?.code == .tooLarge
    }
    try verifier.receive(Array(sale.ciphertext.suffix(1)))
    try verifier.finish()
    #expect(throws: Refusal.self) { try verifier.receive([0]) }
  }

  @Test("a lock whose sizes are not those of the content is refused")
  func wrongSizes() async throws {
    let sale = try await Sale([70_000])
    let object = try #require(sale.locked.json.object)
    #expect(try LockedData(json: .object(object)) == sale.locked)
    for (name, value) in [
      ("length", sale.locked.length - 1), ("length", sale.locked.length + 48), ("chunks", 1), ("chunks", 3),
    ] {
      let locked = try LockedData(json: .object(object.with(name, value.json)))
      #expect(throws: Refusal.self) { try DeliveryVerifier(content: sale.description, locked: locked) }
    }
    for (name, value) in [("length", 0), ("chunks", 0), ("chunks", -1), ("more", 1)] as [(String, Int64)] {
      #expect(throws: CodingError.self) { try LockedData(json: .object(object.with(name, value.json))) }
    }
  }

  @Test("a download goes on after a stop at any chunk border and inside of chunks")
  func resuming() async throws {
    let sale = try await Sale([65_536, 65_536, 65_536, 9])
    let borders = Array(stride(from: 0, to: sale.ciphertext.count, by: Sale.sealedChunk))
    let inside = borders.map { $0 + 1 } + borders.dropFirst().map { $0 - 1 }
    for stop in borders + inside + [sale.ciphertext.count] {
      let path = sale.place["part-\(stop)"]
      var first = try await PartialDelivery(at: path, content: sale.description, locked: sale.locked)
      #expect(first.received == 0)
      try first.append(Array(sale.ciphertext[..<stop]))
      var second = try await PartialDelivery(at: path, content: sale.description, locked: sale.locked)
      #expect(second.received == Int64(stop))
      for try await piece in try sale.sealer.pieces(second.received..<second.expected) { try second.append(piece) }
      let complete = second.isComplete
      #expect(complete)
      try second.finish()
      #expect(try sale.place.read("part-\(stop)") == sale.ciphertext)
    }
  }

  @Test("a damaged or foreign partial file is found, and the download can begin anew")
  func restarting() async throws {
    let sale = try await Sale([100_000])
    var torn = Array(sale.ciphertext[..<70_000])
    torn[69_999] ^= 0xFF
    try sale.place.write(torn, to: "part")
    var delivery = try await PartialDelivery(
      at: sale.place["part"], content: sale.description, locked: sale.locked)
    try delivery.append(Array(sale.ciphertext[70_000...]))
    var found = false
    do { try delivery.finish() } catch let error as Refusal { found = error.code == .lockInvalid }
    #expect(found)
    try delivery.restart()
    try delivery.append(sale.ciphertext)
    try delivery.finish()

    try sale.place.write(sale.ciphertext + [0], to: "longer")
    let longer = try await PartialDelivery(
      at: sale.place["longer"], content: sale.description, locked: sale.locked)
    #expect(longer.received == 0)
  }

  @Test("bytes beyond the end do not reach the file")
  func overflow() async throws {
    let sale = try await Sale([100])
    var delivery = try await PartialDelivery(
      at: sale.place["part"], content: sale.description, locked: sale.locked)
    var refused = false
    do { try delivery.append(sale.ciphertext + [0]) } catch is Refusal { refused = true }
    #expect(refused)
    #expect(try sale.place.read("part").isEmpty)
  }
}
