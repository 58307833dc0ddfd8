import SemperArchive
import SemperCoding
import SemperCryptography
import SemperModel
import SemperStatements
import Testing

@Suite("Taking in ciphertexts piece by piece")
struct IntakeTests {
  private let sale: Sale
  private let blobs: FileBlobStore
  private let one = "one".documentDigest
  private let other = "other".documentDigest

  init() async throws {
    sale = try await Sale([65_536, 65_536, 65_536, 9])
    blobs = try FileBlobStore(directory: sale.place["blobs"])
  }

  private var kept: [UInt8]? {
    get async throws { try await SealedDataFiles(blobs).bytes(of: sale.locked) }
  }

  private func isEmpty() async throws -> Bool { try await kept == nil }

  /// Sends the bytes in pieces and tells where the upload then stands.
  @discardableResult
  private func send(
    _ bytes: [UInt8], in size: Int = 50_000, to intake: SealedDataIntake, from source: SemperModel.Digest,
    at first: Int = 0
  ) async throws -> Int64 {
    var stands: Int64 = 0
    for start in stride(from: first, to: bytes.count, by: size) {
      stands = try await intake.receive(
        Array(bytes[start..<min(start + size, bytes.count)]), at: Int64(start), of: sale.locked, from: source)
    }
    return stands
  }

  @Test("A whole ciphertext is kept under its root, in pieces of any size", arguments: [4_999, 65_584, 1 << 20])
  func whole(_ size: Int) async throws {
    let intake = SealedDataIntake(blobs)
    #expect(try await send(sale.ciphertext, in: size, to: intake, from: one) == sale.locked.length)
    #expect(try await kept == sale.ciphertext)
    #expect(try await intake.received(of: sale.locked, from: other) == sale.locked.length)
  }

  @Test("Until the last byte nothing is kept, and after a restart it goes on where it stood")
  func resuming() async throws {
    for stop in [1, 65_583, 65_584, 65_585, sale.ciphertext.count - 1] {
      let source = "source \(stop)".documentDigest
      #expect(try await send(Array(sale.ciphertext[..<stop]), to: SealedDataIntake(blobs), from: source) == Int64(stop))
      #expect(try await isEmpty())
      let intake = SealedDataIntake(blobs)
      #expect(try await intake.received(of: sale.locked, from: source) == Int64(stop))
      // A gap changes nothing and tells where to go on; what has been sent before is passed over.
      if stop < sale.ciphertext.count - 1 {
        #expect(
          try await intake.receive([1], at: sale.locked.length - 1, of: sale.locked, from: source) == Int64(stop))
      }
      let back = max(stop - 10, 0)
      #expect(try await send(sale.ciphertext, to: intake, from: source, at: back) == sale.locked.length)
      #expect(try await kept == sale.ciphertext)
      try await SealedDataFiles(blobs).remove(sale.locked, from: [], andWhole: true)
    }
  }

  @Test("Changed, swapped and foreign bytes lead to nothing, and the right ones can follow")
  func wrong() async throws {
    let size = Sale.sealedChunk
    var flipped = sale.ciphertext
    flipped[size + 7] ^= 1
    let swapped = Array(
      sale.ciphertext[size..<2 * size] + sale.ciphertext[..<size] + sale.ciphertext[(2 * size)...])
    let foreign = try await Sale([65_536, 65_536, 65_536, 9], seed: 2).ciphertext
    let intake = SealedDataIntake(blobs)
    for bytes in [flipped, swapped, foreign] {
      let refusal = await #expect(throws: Refusal.self) { try await send(bytes, to: intake, from: one) }
      #expect(refusal?.code == .goodsInvalid)
      #expect(try await isEmpty())
      #expect(try await intake.received(of: sale.locked, from: one) == 0)
    }
    try await send(sale.ciphertext, to: intake, from: one)
    #expect(try await kept == sale.ciphertext)
  }

  @Test("A partial file that was damaged while nobody looked does not become the ciphertext")
  func damaged() async throws {
    try await send(Array(sale.ciphertext[..<100_000]), to: SealedDataIntake(blobs), from: one)
    let name =
      "blobs/partial/upload-" + Base64URL.encode(sale.locked.root.bytes) + "-" + Base64URL.encode(one.bytes)
    var bytes = try sale.place.read(name)
    #expect(bytes.count == 100_000)
    bytes[99_999] ^= 1
    try sale.place.write(bytes, to: name)
    let intake = SealedDataIntake(blobs)
    let refusal = await #expect(throws: Refusal.self) {
      try await send(sale.ciphertext, to: intake, from: one, at: 100_000)
    }
    #expect(refusal?.code == .goodsInvalid)
    #expect(try await isEmpty() && !sale.place.exists(name))
  }

  @Test("Bytes beyond the end and sizes that no content has are refused")
  func sizes() async throws {
    let intake = SealedDataIntake(blobs)
    for (bytes, offset) in [(sale.ciphertext + [0], 0), ([1, 2], sale.locked.length - 1), ([1], Int64.max), ([1], -1)] {
      let refusal = await #expect(throws: Refusal.self) {
        try await intake.receive(bytes, at: offset, of: sale.locked, from: one)
      }
      #expect(refusal?.code == .tooLarge)
    }
    let object = try #require(sale.locked.json.object)
    for (name, value) in [
      ("chunks", 1), ("chunks", Int64.max >> 11), ("length", 47), ("length", sale.locked.length + 65_536),
    ] {
      let locked = try LockedData(json: .object(object.with(name, value.json)))
      let refusal = await #expect(throws: Refusal.self) { try await intake.receive([1], at: 0, of: locked, from: one) }
      #expect(refusal?.code == .lockInvalid)
    }
    #expect(try await isEmpty())
  }

  @Test("Who sends garbage for a root does not spoil what another sends for it")
  func twoSources() async throws {
    let intake = SealedDataIntake(blobs)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for round in 0..<8 {
        group.addTask {
          let garbage = [UInt8](repeating: UInt8(round), count: sale.ciphertext.count)
          do {
            try await send(garbage, to: intake, from: "bad \(round)".documentDigest)
          } catch let refusal as Refusal where refusal.code == .goodsInvalid {}
        }
        group.addTask { try await send(sale.ciphertext, to: intake, from: "good \(round)".documentDigest) }
      }
      try await group.waitForAll()
    }
    #expect(try await kept == sale.ciphertext)
  }
}
