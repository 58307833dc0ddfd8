import SemperModel
import SemperStatements
import Synchronization
import Testing

@Suite("Preparing content")
struct PreparationTests {
  static let secret = [UInt8](1...32)

  @Test("the root does not depend on the number of workers", arguments: [[1], [65_536], [65_537], [0, 200_000, 7, 0]])
  func workers(_ lengths: [Int]) async throws {
    let sale = try await Sale(lengths)
    for workers in [1, 3, 64] {
      let again = try await PreparedContent.prepare(
        directory: sale.place["seller"], secret: sale.content.secret, workers: workers)
      #expect(again.description == sale.description)
      #expect(again.leaves == sale.content.leaves)
    }
  }

  @Test("every bit of the files and the secret counts")
  func sensitivity() async throws {
    let sale = try await Sale([70_000, 70_000])
    var generator = SeededGenerator(99)
    let salted = try await PreparedContent.prepare(
      directory: sale.place["seller"], secret: ContentSecret(using: &generator))
    #expect(salted.description.root != sale.description.root)
    for position in [0, 65_535, 65_536, 69_999] {
      var bytes = try sale.place.read("seller/0.bin")
      bytes[position] ^= 1
      try sale.place.write(bytes, to: "seller/0.bin")
      let changed = try await PreparedContent.prepare(
        directory: sale.place["seller"], secret: sale.content.secret)
      #expect(changed.description.root != sale.description.root)
      bytes[position] ^= 1
      try sale.place.write(bytes, to: "seller/0.bin")
    }
  }

  @Test("progress grows to the whole length")
  func progress() async throws {
    let sale = try await Sale([3_000_000])
    let seen = Mutex<[ContentProgress]>([])
    _ = try await PreparedContent.prepare(
      directory: sale.place["seller"], secret: sale.content.secret, workers: 2
    ) { step in seen.withLock { $0.append(step) } }
    let steps = seen.withLock(\.self)
    #expect(steps.count >= 3)
    #expect(steps.map(\.done) == steps.map(\.done).sorted())
    #expect(steps.last?.done == 3_000_000)
    #expect(steps.allSatisfy { $0.total == 3_000_000 })
  }

  @Test("a leaf list comes back from its file, and no other list is accepted")
  func leafList() async throws {
    let sale = try await Sale([300_000])
    try sale.content.writeLeafList(to: sale.place["leaves"])
    let bytes = try sale.place.read("leaves")
    #expect(bytes == sale.content.leaves.bytes)
    let loaded = try PreparedContent(
      directory: sale.place["seller"], secret: sale.content.secret, description: sale.description,
      leafListAt: sale.place["leaves"])
    #expect(loaded.leaves == sale.content.leaves)
    var flipped = bytes
    flipped[40] ^= 1
    let swapped = Array(bytes[32..<64] + bytes[..<32] + bytes[64...])
    for wrong in [[], Array(bytes.dropLast()), Array(bytes.dropLast(32)), bytes + bytes[..<32], flipped, swapped] {
      #expect(throws: Refusal.self) { try LeafList(bytes: wrong, of: sale.description) }
      try sale.place.write(wrong, to: "wrong")
      #expect(throws: StatementsError.self) {
        try PreparedContent(
          directory: sale.place["seller"], secret: sale.content.secret, description: sale.description,
          leafListAt: sale.place["wrong"])
      }
    }
  }
}
