import SemperCryptography
import SemperModel
import SemperStatements
import Testing

@Suite("Sealing content for one exchange")
struct SealingTests {
  @Test("a range is the same bytes as in the whole ciphertext, wherever it begins and ends")
  func ranges() async throws {
    let sale = try await Sale([65_536, 0, 1, 100_000])
    let whole = sale.ciphertext
    let sealer = sale.sealer
    #expect(Int64(whole.count) == sealer.length)
    #expect(sealer.length == sale.locked.length)
    let edges = [
      0, 1, 31, 32, 65_535, 65_583, 65_584, 65_585, 131_167, 131_168, whole.count - 17, whole.count - 1, whole.count,
    ]
    for start in edges {
      for end in edges where end >= start {
        let bytes = try await Sale.bytes(sealer.pieces(Int64(start)..<Int64(end)))
        #expect(bytes == Array(whole[start..<end]), "\(start)..<\(end)")
      }
    }
    var generator = SeededGenerator(5)
    for _ in 0..<20 {
      let start = Int.random(in: 0..<whole.count, using: &generator)
      let end = Int.random(in: start...whole.count, using: &generator)
      let bytes = try await Sale.bytes(sealer.pieces(Int64(start)..<Int64(end)))
      #expect(bytes == Array(whole[start..<end]), "\(start)..<\(end)")
    }
  }

  @Test("a range outside the ciphertext is refused")
  func refusedRanges() async throws {
    let sale = try await Sale([10])
    #expect(throws: Refusal.self) { try sale.sealer.pieces(-1..<5) }
    #expect(throws: Refusal.self) { try sale.sealer.pieces(0..<59) }
    #expect(try await Sale.bytes(sale.sealer.pieces(58..<58)).isEmpty)
  }

  @Test("the lock does not depend on the number of workers, but on exchange, opening and content")
  func dependence() async throws {
    let sale = try await Sale([300_000])
    for workers in [1, 3, 8] {
      #expect(try await sale.sealer.lockedData(workers: workers) == sale.locked)
    }
    let other = try SemperModel.Digest(bytes: [UInt8](repeating: 9, count: 32))
    let elsewhere = ContentSealer(sale.content, opening: sale.opening, exchange: other)
    #expect(try await elsewhere.lockedData().root != sale.locked.root)
    let otherwise = ContentSealer(
      sale.content, opening: sale.secret.opening(for: "other"), exchange: sale.exchange)
    #expect(try await otherwise.lockedData().root != sale.locked.root)
  }

  @Test("files that have changed since they were described are not sealed", arguments: [0, 65_536, 199_999])
  func changedFiles(_ position: Int) async throws {
    let sale = try await Sale([200_000])
    var bytes = try sale.place.read("seller/0.bin")
    bytes[position] ^= 1
    try sale.place.write(bytes, to: "seller/0.bin")
    await #expect { try await sale.sealer.lockedData() } throws: {
      ($0 as? StatementsError)?.code == .contentChanged
    }
    await #expect { try await Sale.bytes(sale.sealer.pieces(0..<sale.locked.length)) } throws: {
      ($0 as? StatementsError)?.code == .contentChanged
    }
    try sale.place.write(Array(bytes.dropLast()), to: "seller/0.bin")
    await #expect { try await sale.sealer.lockedData() } throws: {
      ($0 as? StatementsError)?.code == .contentChanged
    }
  }
}
