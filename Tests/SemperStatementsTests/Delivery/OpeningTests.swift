import SemperModel
import SemperStatements
import Synchronization
import Testing

@Suite("Opening a delivery")
struct OpeningTests {
  @Test(
    "the buyer gets the seller's files",
    arguments: [[1], [0, 1, 0], [65_536], [65_535, 2], [65_536, 0, 65_536], [10, 20, 30, 200_000, 0, 70_000]])
  func files(_ lengths: [Int]) async throws {
    let sale = try await Sale(lengths)
    #expect(try await sale.open(sale.ciphertext, locked: sale.locked) == .written(directory: sale.place["buyer"]))
    for file in sale.description.manifest.files {
      #expect(try sale.place.read("buyer/" + file.path.text) == sale.place.read("seller/" + file.path.text))
    }
    #expect(!sale.place.exists("buyer.opening"))
  }

  @Test("opening may be repeated, also over what a crash has left")
  func idempotent() async throws {
    let sale = try await Sale([70_000, 100])
    try sale.place.write([1, 2, 3], to: "buyer.opening/left.bin")
    for _ in 0..<2 {
      #expect(try await sale.open(sale.ciphertext, locked: sale.locked) == .written(directory: sale.place["buyer"]))
      #expect(try sale.bought() == sale.plain)
    }
    #expect(!sale.place.exists("buyer/left.bin"))
  }

  @Test("what is there already is never overwritten", arguments: [0, 69_999])
  func occupied(_ position: Int) async throws {
    let sale = try await Sale([70_000])
    var other = try sale.plain
    other[position] ^= 1
    for bytes in [other, [5]] {
      try sale.place.write(bytes, to: "buyer/0.bin")
      await #expect { try await sale.open(sale.ciphertext, locked: sale.locked) } throws: {
        ($0 as? StatementsError)?.code == .targetOccupied
      }
      #expect(try sale.place.read("buyer/0.bin") == bytes)
    }
  }

  @Test("damage on the buyer's own disk is no proof against the seller")
  func damagedFile() async throws {
    let sale = try await Sale([200_000])
    var damaged = sale.ciphertext
    damaged[70_000] ^= 1
    for bytes in [damaged, Array(sale.ciphertext.dropLast())] {
      await #expect { try await sale.open(bytes, locked: sale.locked) } throws: {
        ($0 as? StatementsError)?.code == .damagedDelivery
      }
      #expect(!sale.place.exists("buyer"))
    }
  }

  @Test("a leaf list of another content and a lock that does not fit are refused before anything is written")
  func wrongMaterial() async throws {
    let sale = try await Sale([70_000])
    let other = try await Sale([70_001], seed: 2)
    #expect(throws: Refusal.self) {
      try ContentOpener(
        content: sale.description, leaves: other.content.leaves, locked: sale.locked, exchange: sale.exchange,
        opening: sale.opening)
    }
    #expect(throws: Refusal.self) {
      try ContentOpener(
        content: sale.description, leaves: sale.content.leaves, locked: other.locked, exchange: sale.exchange,
        opening: sale.opening)
    }
  }
}
